package io.slipstream.trainer.network;

import static io.slipstream.trainer.script.Initializer.ONES;
import static io.slipstream.trainer.script.Initializer.ZEROS;

import io.slipstream.trainer.script.Initializer;
import io.slipstream.trainer.script.ScriptModule;

/** Normalizations, each a module with one {@code forward}. They compute in float32 and return float32. */
final class Norms {

    /** Groups of a group normalization, as in Wu and He, arXiv:1803.08494, section 3. */
    private static final int GROUPS = 32;

    private Norms() {}

    /**
     * Batch normalization over all but the channel dimension; momentum 0.1 and epsilon 1e-5 as PyTorch's defaults.
     *
     * <p>In training mode it normalizes with the batch's statistics and moves the running ones; otherwise it uses the
     * running ones (Ioffe and Szegedy, arXiv:1502.03167).
     *
     * @param weight first value of the learned scale
     * @param incoming format of the input
     */
    static ScriptModule batch(int channels, Initializer weight, Precision incoming) {
        return statistics(
                ScriptModule.named("BatchNorm")
                        .parameter("weight", weight, channels)
                        .parameter("bias", ZEROS, channels),
                channels,
                incoming.result("x"),
                "self.weight, self.bias");
    }

    /** Batch normalization whose scale starts at 1. */
    static ScriptModule batch(int channels, Precision incoming) {
        return batch(channels, ONES, incoming);
    }

    /** Batch normalization without learned scale and shift: it has running statistics and no parameters. */
    static ScriptModule batchWithoutAffine(int channels, Precision incoming) {
        return statistics(ScriptModule.named("BatchNormWithoutAffine"), channels, incoming.result("x"), "None, None");
    }

    private static ScriptModule statistics(ScriptModule.Builder norm, int channels, String input, String affine) {
        return norm.buffer("running_mean", ZEROS, channels)
                .buffer("running_var", ONES, channels)
                .method("""
                        def forward(self, x: Tensor) -> Tensor:
                          return torch.batch_norm(%s, %s, self.running_mean, self.running_var, \
                        self.training, 0.1, 1e-05, False)
                        """.formatted(input, affine))
                .build();
    }

    /**
     * Group normalization of {@code [batch, channels, h, w]} with epsilon 1e-5: 32 groups, or pairs of channels where
     * there are fewer than 64.
     *
     * @throws IllegalArgumentException if the groups do not divide the channels
     */
    static ScriptModule group(int channels, Initializer weight, Precision incoming) {
        int groups = Math.min(GROUPS, Math.max(1, channels / 2));
        if (channels % groups != 0) {
            throw new IllegalArgumentException(
                    "expected a number of channels that " + groups + " groups divide, found " + channels);
        }
        return ScriptModule.named("GroupNorm" + groups)
                .parameter("weight", weight, channels)
                .parameter("bias", ZEROS, channels)
                .method("""
                        def forward(self, x: Tensor) -> Tensor:
                          return torch.group_norm(%s, %d, self.weight, self.bias, 1e-05, False)
                        """.formatted(incoming.result("x"), groups))
                .build();
    }

    /** Layer normalization of the last dimension, float32, with epsilon 1e-6, as timm's vision transformers. */
    static ScriptModule layer(int features) {
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
