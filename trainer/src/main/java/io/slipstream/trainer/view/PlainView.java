package io.slipstream.trainer.view;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.slipstream.trainer.engine.Program;
import io.slipstream.trainer.script.ScriptModule;

/**
 * Images as those who use an encoder show them to it: whole, not augmented, resized to its input, normalized. Not
 * thread-safe.
 */
public final class PlainView {

    private final Program program;

    /**
     * A view of one size.
     *
     * @param size side of the view in pixels
     * @param manager owner of the program
     */
    public PlainView(int size, NDManager manager) {
        program = Program.load(
                ScriptModule.named("PlainView")
                        .method("""
                                def forward(self, images: Tensor) -> Tensor:
                                  x = torch.div(torch.to(images, 6), 255.0)
                                  x = torch._upsample_bilinear2d_aa(x, [%1$d, %1$d], False)
                                  return torch.div(torch.sub(x, torch.to(%2$s, x)), torch.to(%3$s, x))
                                """.formatted(size, Normalization.MEAN_TENSOR, Normalization.DEVIATION_TENSOR))
                        .build(),
                manager);
    }

    /** Float32 {@code [batch, 3, size, size]} of uint8 {@code [batch, 3, side, side]}, RGB, in the manager of those. */
    public NDArray of(NDArray images) {
        return program.call("forward", images.getManager(), images).singletonOrThrow();
    }
}
