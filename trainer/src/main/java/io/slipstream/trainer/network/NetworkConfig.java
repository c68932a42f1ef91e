package io.slipstream.trainer.network;

import io.slipstream.schemas.config.Key;
import java.util.List;

/** Which encoder learns. */
public record NetworkConfig(
        @Key(
                doc = "Encoder network: resnet-slim, a three-stage residual network sized for a CPU, or vit-slim,"
                        + " a small vision transformer.",
                value = "resnet-slim")
        Name name,

        @Key(
                doc = "Side of the square training image in pixels; larger images are shrunk to it.",
                value = "32",
                min = 8,
                max = 512)
        int imageSize) {

    /** Patches of vit-slim along each side of an image. */
    private static final int VIT_GRID = 8;

    public NetworkConfig {
        if (name == Name.VIT_SLIM && imageSize % VIT_GRID != 0) {
            throw new IllegalArgumentException("image-size: must be a multiple of " + VIT_GRID + " for vit-slim");
        }
    }

    /** The built-in networks. */
    public enum Name {
        RESNET_SLIM,
        VIT_SLIM
    }

    /** The network as configured. */
    public Encoder encoder() {
        return switch (name) {
            case RESNET_SLIM -> ResNet.basic("resnet-slim", imageSize, 2, 1, List.of(32, 64, 128));
            case VIT_SLIM -> VisionTransformer.of("vit-slim", imageSize, imageSize / VIT_GRID, 128, 4, 4);
        };
    }
}
