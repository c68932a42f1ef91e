package io.slipstream.trainer.bench;

import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.trainer.TrainerConfig;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was trained in a measurement.
 *
 * @param encoderWeights weights of the encoder, heads aside
 * @param threads threads within one operator
 * @param decoders threads that decode
 * @param images where images came from
 * @param distinctImages how many of them
 * @param meanFileBytes size of an encoded image
 * @param rounds turns of each contender
 * @param environment variables that tune threads and memory of libtorch
 * @param config the whole configuration, YAML
 */
record Workload(
        String method,
        String network,
        long encoderWeights,
        int imageSize,
        int batch,
        String precision,
        List<String> device,
        int threads,
        int decoders,
        String images,
        int distinctImages,
        double meanFileBytes,
        int rounds,
        Map<String, String> environment,
        String config) {

    static Workload of(TrainBench.Plan plan, int threads, List<byte[]> files, long encoderWeights) {
        TrainerConfig config = plan.config();
        Map<String, String> environment = new TreeMap<>(System.getenv());
        environment.keySet().removeIf(name -> !name.startsWith("OMP_") && !name.startsWith("MALLOC_"));
        return new Workload(
                config.method().toString(),
                config.network().student().name(),
                encoderWeights,
                config.network().imageSize(),
                config.batch().size(),
                config.network().precision().toString(),
                config.device(),
                threads,
                config.intake().decoderThreads(Runtime.getRuntime().availableProcessors()),
                plan.images().map(Object::toString).orElse("synthetic"),
                files.size(),
                files.stream().mapToInt(file -> file.length).average().orElse(0),
                plan.rounds(),
                environment,
                ConfigLoader.effectiveYaml(config));
    }
}
