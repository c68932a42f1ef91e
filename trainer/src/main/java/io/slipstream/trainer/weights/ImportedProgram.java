package io.slipstream.trainer.weights;

import io.slipstream.trainer.script.ForeignArchive;
import io.slipstream.trainer.script.Graft;
import io.slipstream.trainer.script.ScriptModule;
import io.slipstream.trainer.script.StateDict;
import io.slipstream.trainer.view.Normalization;
import io.slipstream.trainer.weights.ImportedEncoder.Input;
import io.slipstream.trainer.weights.ImportedEncoder.Pool;
import java.util.Map;

/** The programs around a foreign encoder: one for training, one for snapshots. */
final class ImportedProgram {

    /** libtorch's number of float32. */
    static final int FLOAT32 = 6;

    private static final String BACKBONE = "backbone";
    private static final StateDict NO_TENSORS = new StateDict(Map.of());
    private static final String MEAN = "torch.to(" + Normalization.MEAN_TENSOR + ", x)";
    private static final String DEVIATION = "torch.to(" + Normalization.DEVIATION_TENSOR + ", x)";

    private ImportedProgram() {}

    /**
     * A program for training.
     *
     * <p>{@code forward(x)}: normalized images, float32 {@code [batch, 3, size, size]}, to {@code [batch, dim]};
     * {@code output(x)}: what the foreign module itself returns for them, as float32, then its own element type as
     * libtorch numbers it. The type is a number because some types have no counterpart in Java.
     */
    static byte[] forTraining(ForeignArchive foreign, Input input, Pool pool) {
        ScriptModule module = ScriptModule.named("ImportedEncoder")
                .method("""
                        def output(self, x: Tensor) -> List[Tensor]:
                          y = self.backbone.forward(%s)
                          return annotate(List[Tensor], [torch.to(y, 6), torch.tensor(ops.prim.dtype(y))])
                        """.formatted(converted(input)))
                .method("""
                        def forward(self, x: Tensor) -> Tensor:
                          y = self.backbone.forward(%s)
                          if torch.eq(torch.dim(y), 3):
                            z = %s
                          else:
                            z = y
                          return z
                        """.formatted(converted(input), pooled(pool)))
                .build();
        return Graft.write(module, NO_TENSORS, BACKBONE, foreign);
    }

    /**
     * A program for snapshots: plain pixels, uint8 or float 0..255, RGB {@code [batch, 3, size, size]}, to float32
     * {@code [batch, dim]}.
     *
     * @param trained a program for training, with the weights it has now
     */
    static byte[] forSnapshots(ForeignArchive trained) {
        ScriptModule module = ScriptModule.named("SnapshotEncoder")
                .method(Normalization.FORWARD_PIXELS)
                .build();
        return Graft.write(module, NO_TENSORS, BACKBONE, trained);
    }

    private static String converted(Input input) {
        String unit = "torch.add(torch.mul(x, " + DEVIATION + "), " + MEAN + ")";
        return switch (input) {
            case NORMALIZED -> "x";
            case UNIT -> unit;
            case PIXELS -> "torch.mul(" + unit + ", 255.0)";
        };
    }

    private static String pooled(Pool pool) {
        return switch (pool) {
            case CLASS_TOKEN -> "torch.select(y, 1, 0)";
            case MEAN -> "torch.mean(y, [1])";
        };
    }
}
