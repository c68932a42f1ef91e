package io.slipstream.deploy.bench.continual;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What is tried: the trainer as it is by default, but for a few keys of its configuration. */
enum Arm {
    /** No memory: the same number of steps with as many images each, all of them new. */
    NONE(Map.of("replay.policy", "none")),
    /** The newest images. */
    FIFO(Map.of("replay.policy", "fifo")),
    /** A uniform sample of the stream. */
    RESERVOIR(Map.of("replay.policy", "reservoir")),
    /** The least redundant images. */
    MIN_RED(Map.of("replay.policy", "min-red")),
    /** What is not learned yet. */
    LOSS_AWARE(Map.of("replay.policy", "loss-aware")),
    /** What lies around the means of the stream. */
    CENTROID(Map.of("replay.policy", "centroid")),
    /** The newest images, aligned with a moving average of the student. */
    CLA_E(Map.of(
            "replay.policy", "fifo", "regularizers.alignment.weight", 1, "regularizers.alignment.source", "average")),
    /** The newest images, aligned with what the student made of them when they came. */
    CLA_R(Map.of(
            "replay.policy", "fifo", "regularizers.alignment.weight", 1, "regularizers.alignment.source", "stored")),
    /** A uniform sample, and a norm that does not mix the images of a batch. */
    GROUP_NORM(Map.of("replay.policy", "reservoir", "network.norm", "group"));

    @SuppressWarnings("ImmutableEnumChecker") // made by Map.of
    private final Map<String, Object> settings;

    Arm(Map<String, Object> settings) {
        this.settings = settings;
    }

    /** Keys of the trainer's configuration, dotted. */
    Map<String, Object> settings(Budget budget) {
        Map<String, Object> all = new LinkedHashMap<>(budget.settings());
        all.putAll(settings);
        if (this == NONE) {
            all.put("batch.stream", budget.batch());
            all.put("batch.passes", Math.round((float) budget.passes() * budget.batch() / budget.stream()));
        }
        return all;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
