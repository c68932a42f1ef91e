package io.slipstream.deploy.chaos;

import io.slipstream.trainer.method.MethodName;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The configuration of the trainers of one trial: small, so that it learns fast, and with everything that has a state.
 *
 * <p>The replay buffer overflows, the window of duplicates does, the encoder and the heads have batch norms, and
 * checkpoints are many times as frequent as one would have them. No verdict on learning is given, because a rollback
 * depends on the time that metrics are due.
 *
 * @param method what is trained
 * @param seed seed of the trainer
 * @param directory of checkpoints and snapshots
 * @param bootstrapServers address of the broker
 * @param registry address of the schema registry
 */
record TrainerPlan(MethodName method, long seed, Path directory, String bootstrapServers, URI registry) {
    /** Images in training between two snapshots. */
    private static final int SNAPSHOT_EVERY = 800;

    /** Name of the model that a trainer of this trial learns, for instance {@code chaos-dino-killed}. */
    String model(String role) {
        return "chaos-" + method + "-" + role;
    }

    /**
     * The keys of the trainer's configuration.
     *
     * @param startAt where a model without a checkpoint starts, as in the configuration
     */
    Map<String, Object> yaml(String model, String startAt) {
        Map<String, Object> yaml = new LinkedHashMap<>();
        yaml.put("model", model);
        yaml.put("seed", seed);
        yaml.put("start-at", startAt);
        yaml.put("threads", 1);
        yaml.put("device", "cpu");
        yaml.put("intake", Map.of("dedupe-window", 256, "ahead", 64));
        yaml.put("network", Map.of("name", "resnet-slim", "norm", "batch", "image-size", 16));
        yaml.put("method", method.toString());
        yaml.put(method.toString(), heads());
        yaml.put("health", Map.of("learning-steps", Integer.MAX_VALUE));
        yaml.put("batch", Map.of("size", 32, "stream", 8, "max-wait", "100ms"));
        yaml.put("replay", Map.of("capacity", 256));
        yaml.put("checkpoint", Map.of("store", directory.resolve("checkpoints").toString(), "every", "200ms"));
        yaml.put("snapshot", Map.of("store", directory.resolve("snapshots").toString(), "every", SNAPSHOT_EVERY));
        yaml.put("metrics-every", "200ms");
        yaml.put("kafka", Map.of("bootstrap.servers", bootstrapServers));
        yaml.put("registry", Map.of("url", registry.toString()));
        return yaml;
    }

    /** Heads as small as the encoder; a queue that wraps, prototypes that are frozen at first. */
    private Map<String, Object> heads() {
        return switch (method) {
            case BYOL, MOCO_V3, SIMCLR -> Map.of("hidden", 64, "projection", 32);
            case MOCO_V2 -> Map.of("hidden", 64, "projection", 32, "queue", 256);
            case SIMSIAM -> Map.of("projection", 64, "bottleneck", 16);
            case DINO ->
                Map.of(
                        "hidden", 64,
                        "bottleneck", 32,
                        "prototypes", 64,
                        "head-batch-norm", true,
                        "frozen-last-layer-steps", 20);
        };
    }
}
