package io.slipstream.trainer.network;

import static io.slipstream.trainer.script.Initializer.ONES;
import static io.slipstream.trainer.script.Initializer.ZEROS;

import io.slipstream.trainer.script.Initializer;
import io.slipstream.trainer.script.ScriptModule;

/**
 * Residual blocks of one kind: convolutions beside a shortcut, which is a 1x1 convolution where the shape changes.
 *
 * <p>Source: He et al., arXiv:1512.03385, figure 5, with the order of norm and ReLU and the stride of torchvision.
 */
record ResidualBlocks(ResNet.Block block, ResNet.Norm norm, boolean zeroInitResidual, Precision precision) {

    /**
     * One block.
     *
     * @param in channels that enter
     * @param width channels of the inner convolutions
     * @param stride 2 to halve the resolution
     */
    ScriptModule block(int in, int width, int stride) {
        return switch (block) {
            case BASIC -> basic(in, width, stride);
            case BOTTLENECK -> bottleneck(in, width, stride);
        };
    }

    private ScriptModule basic(int in, int width, int stride) {
        ScriptModule.Builder basic = ScriptModule.named("BasicBlock")
                .child("conv1", Layers.conv(in, width, 3, stride, precision))
                .child("bn1", norm(width, ONES))
                .child("conv2", Layers.conv(width, width, 3, 1, precision))
                .child("bn2", lastNorm(width));
        String shortcut = shortcut(basic, in, width, stride);
        return basic.method("""
                        def forward(self, x: Tensor) -> Tensor:
                          h = torch.relu_(self.bn1.forward(self.conv1.forward(x)))
                          h = self.bn2.forward(self.conv2.forward(h))
                          return torch.relu_(torch.add(h, %s))
                        """.formatted(shortcut)).build();
    }

    private ScriptModule bottleneck(int in, int width, int stride) {
        int out = width * block.expansion;
        ScriptModule.Builder bottleneck = ScriptModule.named("Bottleneck")
                .child("conv1", Layers.conv(in, width, 1, 1, precision))
                .child("bn1", norm(width, ONES))
                .child("conv2", Layers.conv(width, width, 3, stride, precision))
                .child("bn2", norm(width, ONES))
                .child("conv3", Layers.conv(width, out, 1, 1, precision))
                .child("bn3", lastNorm(out));
        String shortcut = shortcut(bottleneck, in, out, stride);
        return bottleneck.method("""
                        def forward(self, x: Tensor) -> Tensor:
                          h = torch.relu_(self.bn1.forward(self.conv1.forward(x)))
                          h = torch.relu_(self.bn2.forward(self.conv2.forward(h)))
                          h = self.bn3.forward(self.conv3.forward(h))
                          return torch.relu_(torch.add(h, %s))
                        """.formatted(shortcut)).build();
    }

    /** Adds the shortcut's module where one is needed; returns the expression for the shortcut. */
    private String shortcut(ScriptModule.Builder into, int in, int out, int stride) {
        if (stride == 1 && in == out) {
            return "x";
        }
        into.child(
                "downsample",
                Sequential.named("Downsample", Precision.FLOAT32)
                        .layer(Layers.conv(in, out, 1, stride, precision))
                        .layer(norm(out, ONES))
                        .build());
        return "self.downsample.forward(x)";
    }

    private ScriptModule lastNorm(int channels) {
        return norm(channels, zeroInitResidual ? ZEROS : ONES);
    }

    /** The norm behind a convolution. */
    ScriptModule norm(int channels, Initializer weight) {
        return switch (norm) {
            case BATCH -> Norms.batch(channels, weight, precision);
            case GROUP -> Norms.group(channels, weight, precision);
        };
    }
}
