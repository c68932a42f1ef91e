package io.slipstream.trainer.network;

import static io.slipstream.trainer.script.Initializer.ONES;
import static io.slipstream.trainer.script.Initializer.ZEROS;

import io.slipstream.trainer.script.Initializer;
import io.slipstream.trainer.script.ScriptModule;

/** The layers networks are built of, each a module with one {@code forward} and the tensors PyTorch gives it. */
final class Layers {

    private Layers() {}

    /**
     * Square convolution without bias, weight {@code [out, in, kernel, kernel]}, padded to keep the size at stride 1.
     *
     * <p>Initialized with He's normal over the fan-out, sqrt(2 / (kernel² · out)), as in torchvision's ResNet
     * (He et al., arXiv:1502.01852, eq. 14).
     */
    static ScriptModule conv(int in, int out, int kernel, int stride) {
        return ScriptModule.named("Conv" + kernel + "x" + kernel + "s" + stride)
                .parameter(
                        "weight", Initializer.normal(Math.sqrt(2.0 / (kernel * kernel * out))), out, in, kernel, kernel)
                .method("""
                        def forward(self, x: Tensor) -> Tensor:
                          return torch.conv2d(x, self.weight, None, [%1$d, %1$d], [%2$d, %2$d])
                        """.formatted(stride, kernel / 2))
                .build();
    }

    /**
     * Batch normalization over all but the channel dimension; momentum 0.1 and epsilon 1e-5 as PyTorch's defaults.
     *
     * <p>In training mode it normalizes with the batch's statistics and moves the running ones; otherwise it uses the
     * running ones (Ioffe and Szegedy, arXiv:1502.03167).
     */
    static ScriptModule batchNorm(int channels) {
        return ScriptModule.named("BatchNorm")
                .parameter("weight", ONES, channels)
                .parameter("bias", ZEROS, channels)
                .buffer("running_mean", ZEROS, channels)
                .buffer("running_var", ONES, channels)
                .method("""
                        def forward(self, x: Tensor) -> Tensor:
                          return torch.batch_norm(x, self.weight, self.bias, self.running_mean, self.running_var, \
                        self.training, 0.1, 1e-05, False)
                        """)
                .build();
    }

    /** Affine map of the last dimension with PyTorch's default initialization, uniform within 1 / sqrt(in). */
    static ScriptModule linear(int in, int out) {
        return linear(in, out, Initializer.uniform(1 / Math.sqrt(in)), Initializer.uniform(1 / Math.sqrt(in)));
    }

    /** Affine map of the last dimension, weight {@code [out, in]} and bias {@code [out]}. */
    static ScriptModule linear(int in, int out, Initializer weight, Initializer bias) {
        return ScriptModule.named("Linear")
                .parameter("weight", weight, out, in)
                .parameter("bias", bias, out)
                .method("""
                        def forward(self, x: Tensor) -> Tensor:
                          return torch.linear(x, self.weight, self.bias)
                        """)
                .build();
    }

    /** Layer normalization of the last dimension with epsilon 1e-6, as timm's vision transformers. */
    static ScriptModule layerNorm(int features) {
        return ScriptModule.named("LayerNorm" + features)
                .parameter("weight", ONES, features)
                .parameter("bias", ZEROS, features)
                .method("""
                        def forward(self, x: Tensor) -> Tensor:
                          return torch.layer_norm(x, [%d], self.weight, self.bias, 1e-06)
                        """.formatted(features))
                .build();
    }
}
