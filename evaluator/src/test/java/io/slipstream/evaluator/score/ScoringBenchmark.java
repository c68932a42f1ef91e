package io.slipstream.evaluator.score;

import io.slipstream.evaluator.metric.Embeddings;
import io.slipstream.evaluator.probe.ProbeImages;
import io.slipstream.evaluator.probe.ProbeSet;
import io.slipstream.evaluator.probe.ProbeSetConfig;
import io.slipstream.evaluator.probe.ProbeSetReader;
import io.slipstream.evaluator.probe.ProbeSource;
import io.slipstream.schemas.config.ByteSize;
import io.slipstream.schemas.image.ImageLimits;
import java.awt.Color;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Milliseconds of one core that the scores of one snapshot take once its embeddings are there, on 2,000 images of 10 classes that
 * overlap; the best of six. Embedding comes on top, and is the same with any probes.
 */
final class ScoringBenchmark {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int PER_CLASS = 200;
    private static final int CLASSES = 10;

    private ScoringBenchmark() {}

    public static void main(String[] args) throws Exception {
        Path dir = Files.createTempDirectory("scoring");
        Color[] colours = IntStream.range(0, CLASSES)
                .mapToObj(i -> new Color(20 * i, 0, 0))
                .toArray(Color[]::new);
        ProbeSet set = ProbeSetReader.read(
                "ten",
                new ProbeSetConfig(
                        ProbeSource.PATH,
                        Optional.of(ProbeImages.write(dir, PER_CLASS, colours)),
                        2000,
                        10,
                        new ImageLimits(ByteSize.ofMiB(1), 1_000_000)),
                1);
        KnnConfig knn = new KnnConfig("auto", 0.1);
        LinearConfig linear = new LinearConfig(true, List.of(1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1.0));
        LinearConfig off = new LinearConfig(false, linear.inverseStrengths());
        FewShotConfig fewShot = new FewShotConfig(List.of(1, 5, 10), 5, 0.01);
        FewShotConfig none = new FewShotConfig(List.of(), 5, 0.01);
        System.out.println("dim\tneighbours alone\twith linear\twith few-shot\tall");
        for (int dim : new int[] {128, 256, 512}) {
            Embeddings embeddings = embeddings(set, dim);
            System.out.printf(
                    "%d\t%d\t%d\t%d\t%d%n",
                    dim,
                    millis(new Suite(set, new ProbeSettings(1, knn, off, none)), embeddings),
                    millis(new Suite(set, new ProbeSettings(1, knn, linear, none)), embeddings),
                    millis(new Suite(set, new ProbeSettings(1, knn, off, fewShot)), embeddings),
                    millis(new Suite(set, new ProbeSettings(1, knn, linear, fewShot)), embeddings));
        }
    }

    private static long millis(Suite suite, Embeddings embeddings) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 6; i++) {
            long start = THREADS.getCurrentThreadCpuTime();
            suite.measure(embeddings);
            best = Math.min(best, THREADS.getCurrentThreadCpuTime() - start);
        }
        return best / 1_000_000;
    }

    private static Embeddings embeddings(ProbeSet set, int dim) {
        SplittableRandom random = new SplittableRandom(1);
        double[][] centres = new double[CLASSES][dim];
        for (double[] centre : centres) {
            for (int j = 0; j < dim; j++) {
                centre[j] = 0.15 * random.nextGaussian();
            }
        }
        int[] labels = set.labels();
        float[] values = new float[labels.length * dim];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (centres[labels[i / dim]][i % dim] + random.nextGaussian());
        }
        return new Embeddings(labels.length, dim, values);
    }
}
