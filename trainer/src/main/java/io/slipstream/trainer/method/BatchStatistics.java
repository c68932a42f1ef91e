package io.slipstream.trainer.method;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.slipstream.trainer.engine.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * The batch-norm statistics of a network, estimated anew on given images: those of training are a moving average that
 * leans to whatever came last, and of augmented views.
 *
 * <p>Every norm's mean and variance are those of all images together, pooled over batches (mean of the variances plus
 * variance of the means), each batch going through the network as in training. Source: Wu and Johnson, "Rethinking
 * 'batch' in BatchNorm", arXiv:2105.07576, section 3.1.
 */
final class BatchStatistics {

    private static final String MEAN = "running_mean";
    private static final String VARIANCE = "running_var";
    private static final double MOMENTUM = 0.1; // of the norms: what a forward leaves of statistics that were 0
    private static final double EPSILON = 1e-5;

    private final Map<String, NDArray> tensors;
    private final Program program;
    private final List<String> norms; // what the names of a norm's two statistics begin with

    BatchStatistics(Program program) {
        this.program = program;
        tensors = program.tensors();
        norms = tensors.keySet().stream()
                .filter(name -> name.endsWith(MEAN))
                .map(name -> name.substring(0, name.length() - MEAN.length()))
                .toList();
    }

    /** Whether the network has any that are known by name: one of foreign make has none. */
    boolean exist() {
        return !norms.isEmpty();
    }

    /**
     * What comes of a network with statistics of these images; the network then has its own again.
     *
     * @param batches normalized images, at least one batch of at least two
     * @param use what is to be done with the network meanwhile
     */
    <T> Reestimated<T> on(List<NDArray> batches, Function<Program, T> use) {
        List<float[]> means = read(MEAN);
        List<float[]> variances = read(VARIANCE);
        List<Pooled> pooled = new ArrayList<>();
        means.forEach(mean -> pooled.add(new Pooled(mean.length)));
        try {
            for (NDArray batch : batches) {
                try (NDManager scope = batch.getManager().newSubManager()) {
                    norms.forEach(this::clear);
                    program.call("forward", scope, batch);
                    List<float[]> batchMeans = read(MEAN);
                    List<float[]> batchVariances = read(VARIANCE);
                    for (int i = 0; i < pooled.size(); i++) {
                        pooled.get(i).add(batchMeans.get(i), batchVariances.get(i));
                    }
                }
            }
            for (int i = 0; i < pooled.size(); i++) {
                write(norms.get(i), pooled.get(i).mean(), pooled.get(i).variance());
            }
            return new Reestimated<>(use.apply(program), OptionalDouble.of(drift(means, pooled)));
        } finally {
            for (int i = 0; i < norms.size(); i++) {
                write(norms.get(i), means.get(i), variances.get(i));
            }
        }
    }

    private static double drift(List<float[]> means, List<Pooled> pooled) {
        double squares = 0;
        int channels = 0;
        for (int i = 0; i < means.size(); i++) {
            float[] mean = means.get(i);
            float[] estimate = pooled.get(i).mean();
            float[] variance = pooled.get(i).variance();
            for (int c = 0; c < mean.length; c++) {
                double difference = mean[c] - estimate[c];
                squares += difference * difference / (variance[c] + EPSILON);
            }
            channels += mean.length;
        }
        return Math.sqrt(squares / channels);
    }

    private List<float[]> read(String statistic) {
        return norms.stream()
                .map(norm ->
                        Objects.requireNonNull(tensors.get(norm + statistic)).toFloatArray())
                .toList();
    }

    private void clear(String norm) {
        int channels =
                Math.toIntExact(Objects.requireNonNull(tensors.get(norm + MEAN)).size());
        write(norm, new float[channels], new float[channels]);
    }

    private void write(String norm, float[] mean, float[] variance) {
        Objects.requireNonNull(tensors.get(norm + MEAN)).set(mean);
        Objects.requireNonNull(tensors.get(norm + VARIANCE)).set(variance);
    }

    /** Sums over batches of what a forward left in one norm. */
    private static final class Pooled {

        private final double[] means;
        private final double[] squares;
        private final double[] variances;
        private int batches;

        Pooled(int channels) {
            means = new double[channels];
            squares = new double[channels];
            variances = new double[channels];
        }

        void add(float[] runningMean, float[] runningVariance) {
            for (int c = 0; c < means.length; c++) {
                double mean = runningMean[c] / MOMENTUM;
                means[c] += mean;
                squares[c] += mean * mean;
                variances[c] += runningVariance[c] / MOMENTUM;
            }
            batches++;
        }

        float[] mean() {
            float[] mean = new float[means.length];
            for (int c = 0; c < mean.length; c++) {
                mean[c] = (float) (means[c] / batches);
            }
            return mean;
        }

        float[] variance() {
            float[] variance = new float[means.length];
            for (int c = 0; c < variance.length; c++) {
                double mean = means[c] / batches;
                variance[c] = (float) (variances[c] / batches + Math.max(0, squares[c] / batches - mean * mean));
            }
            return variance;
        }
    }
}
