package io.slipstream.trainer.bench;

import ai.djl.ndarray.NDManager;
import io.slipstream.trainer.TrainerConfig;
import io.slipstream.trainer.device.Devices;
import io.slipstream.trainer.engine.Torch;
import io.slipstream.trainer.weights.EncoderException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One measurement of training, from the configuration to the report. */
final class TrainBench {

    /** Distinct images, at most: so many that no cache holds them decoded, so few that they are soon made. */
    private static final int IMAGES = 1024;

    private static final int WARM_UP_STEPS = 20;
    private static final double WARM_UP_SECONDS = 10;

    private TrainBench() {}

    /** What is measured of training. */
    enum Stage {
        /** The training step, its images decoded beforehand. */
        STEP,
        /** Decoding on worker threads, and the step. */
        PIPELINE;

        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * What to measure.
     *
     * @param images where images come from; made up without it
     * @param budget of each turn
     * @param rounds turns of each contender
     * @param trace where to write every step of Slipstream's
     * @param reference the program to compare with
     */
    record Plan(
            TrainerConfig config,
            Optional<Path> images,
            Set<Stage> stages,
            Budget budget,
            int rounds,
            Optional<Path> trace,
            Optional<ReferenceProcess.Program> reference) {

        Plan {
            if (stages.isEmpty() || rounds < 1) {
                throw new IllegalArgumentException(
                        "expected something to measure and a round at least, found " + stages + " and " + rounds);
            }
        }
    }

    /**
     * Measures.
     *
     * @throws IOException if the images cannot be read, or the reference does not do its part
     * @throws EncoderException if the configured encoder does not fit
     */
    static BenchReport run(Plan plan, Progress progress) throws IOException, EncoderException {
        TrainerConfig config = plan.config();
        Devices devices = Devices.parse(config.device(), Torch.gpus());
        int cores = Runtime.getRuntime().availableProcessors();
        int threads = config.threads() > 0 ? config.threads() : cores;
        int batch = config.batch().size();
        List<byte[]> files = plan.images().isPresent()
                ? EncodedImages.of(plan.images().get(), IMAGES)
                : EncodedImages.synthetic(IMAGES, config.keptSize(), config.seed());
        List<Contender> contenders = new ArrayList<>();
        try (NDManager manager = Torch.start(threads, devices.first());
                StepTrace trace = new StepTrace(plan.trace(), manager);
                DecodedAhead decoded = new DecodedAhead(
                        files,
                        batch,
                        config.keeping(),
                        config.limits(),
                        config.intake().decoderThreads(cores));
                References references = References.start(plan, files, threads)) {
            Torch.prepareTrainingThread();
            TimedLearner learner = new TimedLearner(config, devices, manager);
            if (plan.stages().contains(Stage.STEP)) {
                contenders.add(
                        new OwnSteps("slipstream step", learner, inMemory(decoded, files.size() / batch), trace));
            }
            if (plan.stages().contains(Stage.PIPELINE)) {
                contenders.add(new OwnSteps("slipstream pipeline", learner, decoded, trace));
            }
            contenders.addAll(references.contenders());
            List<Measurement> measurements = measure(contenders, plan, progress);
            return new BenchReport(
                    Machine.here(),
                    Versions.here(references.versions()),
                    Workload.of(plan, threads, files, learner.encoderWeights()),
                    measurements,
                    Ratio.of(measurements));
        }
    }

    private static List<Measurement> measure(List<Contender> contenders, Plan plan, Progress progress)
            throws IOException {
        progress.start((long) contenders.size() * (plan.rounds() + 1));
        Map<Contender, List<Turn>> turns = new LinkedHashMap<>();
        for (Contender contender : contenders) {
            progress.turn(contender.name() + ", warming up");
            contender.run(new Budget(WARM_UP_STEPS, WARM_UP_SECONDS));
        }
        for (int round = 1; round <= plan.rounds(); round++) {
            for (Contender contender : contenders) {
                progress.turn(contender.name() + ", round " + round);
                turns.computeIfAbsent(contender, first -> new ArrayList<>()).add(contender.run(plan.budget()));
            }
        }
        int batch = plan.config().batch().size();
        return turns.entrySet().stream()
                .map(entry -> Measurement.of(entry.getKey().name(), entry.getValue(), batch))
                .toList();
    }

    /** Batches that lie ready: they come around again and again. */
    private static OwnSteps.Batches inMemory(OwnSteps.Batches source, int count) throws IOException {
        List<ByteBuffer> batches = new ArrayList<>();
        for (int i = 0; i < Math.max(1, count); i++) {
            batches.add(source.next());
        }
        int[] next = {0};
        return () -> batches.get(next[0]++ % batches.size()).duplicate();
    }
}
