package io.slipstream.trainer.view;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.slipstream.trainer.engine.Program;
import io.slipstream.trainer.script.ScriptModule;

/**
 * Turns a batch of images into one view of each, by one native call: crop, flip, colour, grayscale, normalization.
 *
 * <p>Crop, flip and resize are one bilinear sampling of the image. Colour follows torchvision's operators, always in the
 * order brightness, contrast, saturation, hue, clamped to 0..1 after each. Not thread-safe.
 */
public final class Augmentation {

    private static final ScriptModule MODULE = ScriptModule.named("Augmentation")
            .method("""
                    def crop(self, x: Tensor, p: Tensor) -> Tensor:
                      zero = torch.zeros_like(p[:, 0])
                      horizontal = torch.stack([torch.mul(p[:, 0], p[:, 4]), zero, p[:, 2]], 1)
                      vertical = torch.stack([zero, p[:, 1], p[:, 3]], 1)
                      grid = torch.affine_grid_generator(torch.stack([horizontal, vertical], 1), torch.size(x), False)
                      return torch.grid_sampler(x, grid, 0, 1, False)
                    """)
            .method("""
                    def gray(self, x: Tensor) -> Tensor:
                      r, g, b = torch.unbind(x, 1)
                      y = torch.add(torch.add(torch.mul(r, 0.2989), torch.mul(g, 0.587)), torch.mul(b, 0.114))
                      return torch.unsqueeze(y, 1)
                    """)
            .method("""
                    def blend(self, x: Tensor, other: Tensor, factor: Tensor) -> Tensor:
                      return torch.clamp(torch.add(other, torch.mul(torch.sub(x, other), factor)), 0, 1)
                    """)
            .method("""
                    def turn_hue(self, x: Tensor, turn: Tensor) -> Tensor:
                      r, g, b = torch.unbind(x, 1)
                      most, least = torch.amax(x, [1]), torch.amin(x, [1])
                      range = torch.sub(most, least)
                      flat = torch.eq(range, 0)
                      scale = torch.where(flat, torch.ones_like(range), range)
                      rc = torch.div(torch.sub(most, r), scale)
                      gc = torch.div(torch.sub(most, g), scale)
                      bc = torch.div(torch.sub(most, b), scale)
                      hue = torch.where(torch.eq(most, r), torch.sub(bc, gc), \
                    torch.where(torch.eq(most, g), torch.add(torch.sub(rc, bc), 2), torch.add(torch.sub(gc, rc), 4)))
                      hue = torch.unsqueeze(torch.add(hue, torch.mul(turn, 6)), 1)
                      corner = torch.reshape(torch.tensor([5.0, 3.0, 1.0]), [1, 3, 1, 1])
                      k = torch.remainder(torch.add(hue, corner), 6)
                      weight = torch.clamp(torch.minimum(k, torch.rsub(k, 4)), 0, 1)
                      return torch.sub(torch.unsqueeze(most, 1), torch.mul(torch.unsqueeze(range, 1), weight))
                    """)
            .method("""
                    def augment(self, images: Tensor, p: Tensor) -> Tensor:
                      x = self.crop(torch.div(torch.to(images, 6), 255.0), p)
                      f = torch.reshape(p, [torch.size(p, 0), -1, 1, 1])
                      x = torch.clamp(torch.mul(x, f[:, 5:6]), 0, 1)
                      x = self.blend(x, torch.mean(self.gray(x), [1, 2, 3], True), f[:, 6:7])
                      x = self.blend(x, self.gray(x), f[:, 7:8])
                      x = self.turn_hue(x, f[:, 8])
                      x = torch.where(torch.gt(f[:, 9:10], 0.5), self.gray(x), x)
                      return torch.div(torch.sub(x, %s), %s)
                    """.formatted(Normalization.MEAN_TENSOR, Normalization.DEVIATION_TENSOR))
            .build();

    private final Program program;
    private final ViewSampler sampler;

    /** An augmentation of one run; {@code manager} owns its program. */
    public Augmentation(ViewConfig config, long seed, NDManager manager) {
        this.program = Program.load(MODULE, manager);
        this.sampler = new ViewSampler(config, seed);
    }

    /**
     * One view of every image.
     *
     * @param images uint8 {@code [batch, 3, size, size]}, RGB
     * @param step training step, from 0
     * @param view number of the view within the step, from 0
     * @return float32 {@code [batch, 3, size, size]}, normalized, in the manager of {@code images}
     */
    public NDArray view(NDArray images, long step, int view) {
        int batch = Math.toIntExact(images.getShape().get(0));
        return apply(images, sampler.sample(step, view, batch));
    }

    /** The view with the given parameters, one row of {@link ViewSampler#COLUMNS} per image. */
    NDArray apply(NDArray images, float[] parameters) {
        NDManager scope = images.getManager();
        Shape shape = new Shape(images.getShape().get(0), ViewSampler.COLUMNS);
        return program.call("augment", scope, images, scope.create(parameters, shape))
                .singletonOrThrow();
    }
}
