package io.slipstream.trainer.network;

import io.slipstream.schemas.config.Key;
import java.util.List;

/** Which encoder learns. */
public record NetworkConfig(
        @Key(
                doc = "Encoder network. Residual: resnet-slim (sized for a CPU), resnet18, resnet34, resnet50. Vision"
                        + " transformers: vit-slim (sized for a CPU), vit-tiny, vit-small, vit-base.",
                value = "resnet-slim")
        Name name,

        @Key(
                doc = "Side of the square training image in pixels; larger images are shrunk to it.",
                value = "32",
                min = 8,
                max = 512)
        int imageSize,

        @Key(
                doc = "First layer of resnet18, resnet34 and resnet50: imagenet (7x7, stride 2, and a max pool), cifar"
                        + " (3x3, stride 1), or auto: cifar at an image-size of 64 or less.",
                value = "auto")
        Stem stem,

        @Key(
                doc = "Normalization of a residual network: batch, or group, which does not mix the images of a batch.",
                value = "batch")
        ResNet.Norm norm,

        @Key(doc = "Whether the last norm's scale of each residual block starts at 0 instead of 1.", value = "false")
        boolean zeroInitResidual,

        @Key(
                doc = "Side of a transformer's patch in pixels, a divisor of image-size. 0: 16 for vit-tiny, vit-small"
                        + " and vit-base at an image-size of 128 or more, otherwise an eighth of image-size.",
                value = "0",
                min = 0,
                max = 512)
        int patch,

        @Key(
                doc = "Embedding of a transformer: class-token, or mean, the mean of the patches' tokens.",
                value = "class-token")
        VisionTransformer.Pool pool,

        @Key(doc = "Register tokens of a transformer.", value = "0", min = 0, max = 64)
        int registers,

        @Key(
                doc = "First value of a transformer's LayerScale, for instance 1e-5; 0 for no LayerScale.",
                value = "0",
                min = 0,
                max = 1)
        double layerScale,

        @Key(
                doc = "Stochastic depth of a transformer: share of the images its last block's branches are left out"
                        + " for in a student's training step, rising linearly from 0 in the first block.",
                value = "0",
                min = 0,
                max = 0.9)
        double dropPath,

        @Key(
                doc = "Number format of matrix products in training: float32, or bfloat16, for processors with native"
                        + " support. Weights, norms and snapshots are float32 in either.",
                value = "float32")
        Precision precision) {

    /** Patches along each side of an image when an eighth of it is a patch. */
    private static final int SMALL_GRID = 8;

    /** The patch of timm's transformers for images of 224 pixels. */
    private static final int LARGE_PATCH = 16;

    private static final int LARGE_IMAGE = 128;
    private static final int LARGEST_CIFAR_IMAGE = 64;

    public NetworkConfig {
        if (name.isTransformer) {
            require(stem == Stem.AUTO, "stem", "a transformer has none", name);
            require(norm == ResNet.Norm.BATCH, "norm", "a transformer has layer norms", name);
            require(!zeroInitResidual, "zero-init-residual", "a transformer has no such norms", name);
            if (patch == 0) {
                int divisor = automaticPatch(name, imageSize) == LARGE_PATCH ? LARGE_PATCH : SMALL_GRID;
                require(imageSize % divisor == 0, "image-size", "must be a multiple of " + divisor, name);
            } else {
                require(imageSize % patch == 0, "patch", "must divide image-size " + imageSize, name);
            }
        } else {
            require(patch == 0, "patch", "a residual network has none", name);
            require(pool == VisionTransformer.Pool.CLASS_TOKEN, "pool", "a residual network has no tokens", name);
            require(registers == 0, "registers", "a residual network has no tokens", name);
            require(layerScale == 0, "layer-scale", "a residual network has none", name);
            require(dropPath == 0, "drop-path", "a residual network has none", name);
            require(name != Name.RESNET_SLIM || stem == Stem.AUTO, "stem", "must be auto, a 3x3 of stride 2,", name);
        }
    }

    private static void require(boolean holds, String key, String otherwise, Name name) {
        if (!holds) {
            throw new IllegalArgumentException(key + ": " + otherwise + " for " + name.text);
        }
    }

    /** A network at an image size, all else at its default. */
    public static NetworkConfig of(Name name, int imageSize) {
        return new NetworkConfig(
                name,
                imageSize,
                Stem.AUTO,
                ResNet.Norm.BATCH,
                false,
                0,
                VisionTransformer.Pool.CLASS_TOKEN,
                0,
                0,
                0,
                Precision.FLOAT32);
    }

    /** The built-in networks. */
    public enum Name {
        RESNET_SLIM("resnet-slim", false),
        RESNET18("resnet18", false),
        RESNET34("resnet34", false),
        RESNET50("resnet50", false),
        VIT_SLIM("vit-slim", true),
        VIT_TINY("vit-tiny", true),
        VIT_SMALL("vit-small", true),
        VIT_BASE("vit-base", true);

        private final String text;
        private final boolean isTransformer;

        Name(String text, boolean isTransformer) {
            this.text = text;
            this.isTransformer = isTransformer;
        }
    }

    /** First layer of a residual network. */
    public enum Stem {
        AUTO,
        IMAGENET,
        CIFAR
    }

    /** Whether the network makes a token of each patch of an image. */
    public boolean hasPatchTokens() {
        return name.isTransformer;
    }

    /** What the side of an input must be a multiple of: a transformer's patch, 1 for a residual network. */
    public int sideUnit() {
        if (!name.isTransformer) {
            return 1;
        }
        return patch == 0 ? automaticPatch(name, imageSize) : patch;
    }

    /** The network that gradients train: in the configured precision, with stochastic depth in training mode. */
    public Encoder student() {
        return encoder(dropPath, precision);
    }

    /** The network that makes targets: in the configured precision, without stochastic depth. */
    public Encoder teacher() {
        return encoder(0, precision);
    }

    /** The network that is published: in float32, without stochastic depth. Tensors are those of the others. */
    public Encoder snapshot() {
        return encoder(0, Precision.FLOAT32);
    }

    private Encoder encoder(double dropPath, Precision precision) {
        return switch (name) {
            case RESNET_SLIM ->
                resNet(ResNet.Block.BASIC, List.of(1, 1, 1), List.of(32, 64, 128), ResNet.Stem.SLIM, precision);
            case RESNET18 -> resNet(ResNet.Block.BASIC, List.of(2, 2, 2, 2), precision);
            case RESNET34 -> resNet(ResNet.Block.BASIC, List.of(3, 4, 6, 3), precision);
            case RESNET50 -> resNet(ResNet.Block.BOTTLENECK, List.of(3, 4, 6, 3), precision);
            case VIT_SLIM -> transformer(128, 4, 4, dropPath, precision);
            case VIT_TINY -> transformer(192, 12, 3, dropPath, precision);
            case VIT_SMALL -> transformer(384, 12, 6, dropPath, precision);
            case VIT_BASE -> transformer(768, 12, 12, dropPath, precision);
        };
    }

    private Encoder resNet(ResNet.Block block, List<Integer> depths, Precision precision) {
        boolean cifar = stem == Stem.CIFAR || (stem == Stem.AUTO && imageSize <= LARGEST_CIFAR_IMAGE);
        ResNet.Stem first = cifar ? ResNet.Stem.CIFAR : ResNet.Stem.IMAGENET;
        return resNet(block, depths, List.of(64, 128, 256, 512), first, precision);
    }

    private Encoder resNet(
            ResNet.Block block, List<Integer> depths, List<Integer> widths, ResNet.Stem first, Precision precision) {
        return new ResNet(name.text, imageSize, block, depths, widths, first, norm, zeroInitResidual, precision)
                .encoder();
    }

    private Encoder transformer(int dim, int depth, int heads, double dropPath, Precision precision) {
        return new VisionTransformer(
                        name.text,
                        imageSize,
                        sideUnit(),
                        dim,
                        depth,
                        heads,
                        pool,
                        registers,
                        layerScale,
                        dropPath,
                        precision)
                .encoder();
    }

    private static int automaticPatch(Name name, int imageSize) {
        return name != Name.VIT_SLIM && imageSize >= LARGE_IMAGE ? LARGE_PATCH : imageSize / SMALL_GRID;
    }
}
