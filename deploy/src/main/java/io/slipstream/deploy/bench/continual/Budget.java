package io.slipstream.deploy.bench.continual;

import java.util.Locale;
import java.util.Map;

/**
 * How much a run may cost; every arm of a run gets the same.
 *
 * <p>{@code FULL} is that of online continual self-supervised learning: stream batch 10, replay batch 128, three steps per
 * stream batch, a memory of 2,500 images, ResNet-18 with the stem for CIFAR. {@code SMALL} is for two cores.
 */
enum Budget {
    /** A run in two to four minutes on two cores. */
    SMALL(5_000, 32, 128, 2, 500, "resnet-slim"),
    /** That of the literature; a run in hours on a GPU. */
    FULL(45_000, 10, 138, 3, 2_500, "resnet18");

    private final int images;
    private final int stream;
    private final int batch;
    private final int passes;
    private final int memory;
    private final String network;

    Budget(int images, int stream, int batch, int passes, int memory, String network) {
        this.images = images;
        this.stream = stream;
        this.batch = batch;
        this.passes = passes;
        this.memory = memory;
        this.network = network;
    }

    /** Records of the stream. */
    int images() {
        return images;
    }

    /** Images per step. */
    int batch() {
        return batch;
    }

    /** New images per step. */
    int stream() {
        return stream;
    }

    /** Steps per new images. */
    int passes() {
        return passes;
    }

    /** What the trainer's configuration says of it, by dotted key. */
    Map<String, Object> settings() {
        return Map.of(
                "network.name", network,
                "network.image-size", 32,
                "batch.size", batch,
                "batch.stream", stream,
                "batch.passes", passes,
                "replay.capacity", memory);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
