package io.slipstream.trainer.network;

import io.slipstream.trainer.script.Initializer;
import io.slipstream.trainer.script.ScriptModule;

/**
 * Linear maps and convolutions, each a module with one {@code forward} and the tensors PyTorch gives it.
 *
 * <p>Their results have the format of the {@link Precision}; who adds or returns them brings them back to float32.
 */
final class Layers {

    private Layers() {}

    /**
     * Square convolution without bias, weight {@code [out, in, kernel, kernel]}, padded to keep the size at stride 1.
     *
     * <p>Initialized with He's normal over the fan-out, sqrt(2 / (kernel² · out)), as in torchvision's ResNet
     * (He et al., arXiv:1502.01852, eq. 14).
     */
    static ScriptModule conv(int in, int out, int kernel, int stride, Precision precision) {
        return ScriptModule.named("Conv" + kernel + "x" + kernel + "s" + stride)
                .parameter(
                        "weight", Initializer.normal(Math.sqrt(2.0 / (kernel * kernel * out))), out, in, kernel, kernel)
                .method("""
                        def forward(self, x: Tensor) -> Tensor:
                          return torch.conv2d(%1$s, %2$s, None, [%3$d, %3$d], [%4$d, %4$d])
                        """.formatted(precision.operand("x"), precision.operand("self.weight"), stride, kernel / 2))
                .build();
    }

    /**
     * Cuts images into patches and maps each to a token: {@code [batch, 3, h, w]} to {@code [batch, dim, h/p, w/p]}.
     *
     * <p>Pixels beyond the last whole patch are left out. Initialized as PyTorch's convolutions, uniform within
     * 1 / sqrt(3 p²), which is what timm's transformers leave it at.
     */
    static ScriptModule patches(int patch, int dim, Precision precision) {
        Initializer initial = Initializer.uniform(1 / Math.sqrt(3.0 * patch * patch));
        return ScriptModule.named("PatchProjection")
                .parameter("weight", initial, dim, 3, patch, patch)
                .parameter("bias", initial, dim)
                .method("""
                        def forward(self, x: Tensor) -> Tensor:
                          return torch.conv2d(%1$s, %2$s, %3$s, [%4$d, %4$d])
                        """.formatted(
                                precision.operand("x"),
                                precision.operand("self.weight"),
                                precision.operand("self.bias"),
                                patch))
                .build();
    }

    /** Affine map of the last dimension with PyTorch's default initialization, uniform within 1 / sqrt(in). */
    static ScriptModule linear(int in, int out, Precision precision) {
        Initializer initial = Initializer.uniform(1 / Math.sqrt(in));
        return linear(in, out, initial, initial, precision);
    }

    /** Affine map of the last dimension, weight {@code [out, in]} and bias {@code [out]}. */
    static ScriptModule linear(int in, int out, Initializer weight, Initializer bias, Precision precision) {
        return ScriptModule.named("Linear")
                .parameter("weight", weight, out, in)
                .parameter("bias", bias, out)
                .method("""
                        def forward(self, x: Tensor) -> Tensor:
                          return torch.linear(%s, %s, %s)
                        """.formatted(
                        precision.operand("x"), precision.operand("self.weight"), precision.operand("self.bias")))
                .build();
    }

    /** Linear map of the last dimension, weight {@code [out, in]}, initialized as {@link #linear} is. */
    static ScriptModule linearWithoutBias(int in, int out, Precision precision) {
        return ScriptModule.named("LinearWithoutBias")
                .parameter("weight", Initializer.uniform(1 / Math.sqrt(in)), out, in)
                .method("""
                        def forward(self, x: Tensor) -> Tensor:
                          return torch.linear(%s, %s)
                        """.formatted(precision.operand("x"), precision.operand("self.weight")))
                .build();
    }
}
