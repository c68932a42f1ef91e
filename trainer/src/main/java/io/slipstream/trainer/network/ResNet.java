package io.slipstream.trainer.network;

import io.slipstream.trainer.script.Initializer;
import io.slipstream.trainer.script.ScriptModule;
import java.util.ArrayList;
import java.util.List;

/**
 * A residual network with torchvision's and timm's parameter names and first weights.
 *
 * <p>A stem, then one stage of blocks per width; every stage but the first halves the resolution. The embedding is the
 * global average of the last stage. Images of any size go through the same program. Source: He et al., "Deep residual
 * learning", arXiv:1512.03385, section 3.3 and, for small images, section 4.2.
 *
 * @param name name in configuration and snapshots
 * @param imageSize side of the input in pixels
 * @param block kind of all blocks
 * @param depths blocks of each stage
 * @param widths channels of each stage's inner convolutions, as many as {@code depths}; the embedding is as long as the
 *     last, times the block's expansion
 * @param stem what comes before the first stage
 * @param norm normalization behind every convolution
 * @param zeroInitResidual whether the last norm's scale of each block starts at 0, so that a block starts as its
 *     shortcut (Goyal et al., arXiv:1706.02677, section 5.1)
 * @param precision number format of the convolutions
 */
public record ResNet(
        String name,
        int imageSize,
        Block block,
        List<Integer> depths,
        List<Integer> widths,
        Stem stem,
        Norm norm,
        boolean zeroInitResidual,
        Precision precision) {

    /** Kind of a residual block. */
    public enum Block {
        /** Two 3x3 convolutions. */
        BASIC(1),
        /** A 1x1, a 3x3 and a 1x1 convolution; the stride is the 3x3's, as in torchvision. */
        BOTTLENECK(4);

        /** Channels that leave the block per channel of its inner convolutions. */
        final int expansion;

        Block(int expansion) {
            this.expansion = expansion;
        }
    }

    /** What comes before the first stage. */
    public enum Stem {
        /** A 7x7 convolution of stride 2 and a 3x3 max pool of stride 2: a quarter of the resolution. */
        IMAGENET(7, 2),
        /** A 3x3 convolution of stride 1, which keeps the resolution. */
        CIFAR(3, 1),
        /** A 3x3 convolution of stride 2: half the resolution at a quarter of the cost. */
        SLIM(3, 2);

        private final int kernel;
        private final int stride;

        Stem(int kernel, int stride) {
            this.kernel = kernel;
            this.stride = stride;
        }
    }

    /** Normalization behind a convolution; parameters are {@code weight} and {@code bias} in either. */
    public enum Norm {
        /** Over the batch and the positions, per channel. */
        BATCH,
        /** Over groups of channels and the positions, per image: 32 groups, or pairs of channels below 64. */
        GROUP
    }

    /** @throws IllegalArgumentException if there are not as many widths as depths */
    public ResNet {
        depths = List.copyOf(depths);
        widths = List.copyOf(widths);
        if (depths.isEmpty() || depths.size() != widths.size()) {
            throw new IllegalArgumentException(
                    "expected one width per depth and one at least, found depths " + depths + " and widths " + widths);
        }
    }

    /**
     * The encoder of a network of basic blocks with batch norm in float32.
     *
     * @param stemStride stride of the 3x3 stem: 1 keeps the resolution, 2 halves it and costs a quarter
     * @param blocks blocks per stage
     */
    public static Encoder basic(String name, int imageSize, int stemStride, int blocks, List<Integer> widths) {
        List<Integer> depths = widths.stream().map(width -> blocks).toList();
        Stem stem = stemStride == 1 ? Stem.CIFAR : Stem.SLIM;
        return new ResNet(name, imageSize, Block.BASIC, depths, widths, stem, Norm.BATCH, false, Precision.FLOAT32)
                .encoder();
    }

    /** The encoder. */
    public Encoder encoder() {
        int in = widths.get(0);
        ResidualBlocks blocks = new ResidualBlocks(block, norm, zeroInitResidual, precision);
        ScriptModule.Builder network = ScriptModule.named("ResNet")
                .child("conv1", Layers.conv(3, in, stem.kernel, stem.stride, precision))
                .child("bn1", blocks.norm(in, Initializer.ONES));
        List<String> forward = new ArrayList<>();
        if (stem == Stem.IMAGENET) {
            forward.add("  x = torch.max_pool2d(x, [3, 3], [2, 2], [1, 1])");
        }
        for (int stage = 0; stage < depths.size(); stage++) {
            ScriptModule.Builder layer = ScriptModule.named("Stage");
            for (int i = 0; i < depths.get(stage); i++) {
                int stride = stage > 0 && i == 0 ? 2 : 1;
                layer.child(Integer.toString(i), blocks.block(in, widths.get(stage), stride));
                forward.add("  x = getattr(self.layer%d, \"%d\").forward(x)".formatted(stage + 1, i));
                in = widths.get(stage) * block.expansion;
            }
            network.child("layer" + (stage + 1), layer.build());
        }
        network.method("""
                def forward(self, x: Tensor) -> Tensor:
                  x = torch.relu_(self.bn1.forward(self.conv1.forward(x)))
                %s
                  return torch.mean(x, [2, 3])
                """.formatted(String.join("\n", forward)));
        return new Encoder(name, network.build(), in, imageSize);
    }
}
