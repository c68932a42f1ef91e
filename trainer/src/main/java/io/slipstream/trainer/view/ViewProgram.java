package io.slipstream.trainer.view;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.slipstream.trainer.engine.Program;
import io.slipstream.trainer.script.Initializer;
import io.slipstream.trainer.script.ScriptModule;
import io.slipstream.trainer.script.StateDict;

/**
 * Makes the views of one kind, by one native call a batch; the program holds only what the configuration asks for.
 *
 * <p>Operators, in this order: crop, flip and resize as one sampling of the image; colours as of {@link ColorRounds};
 * grayscale; Gaussian blur; solarization at 0.5; normalization. They agree with torchvision's functional operators on
 * 0..1. Crops are not low-pass filtered before they shrink (torchvision's {@code antialias}): images should be at most
 * about 1.5 times as large as the view. Bicubic samples are clamped to 0..1. Not thread-safe.
 *
 * <p>A blur is as wide as BYOL's, about a tenth of the view's side and odd, at least 3. It is separable, each direction
 * one convolution with a group per image and channel: milliseconds on one core for 64 images of 32 and 96 and 16 of 224
 * pixels: 0.4, 5.2 and 10.9, against 0.3, 12.6 and 33.7 for one square kernel and 0.5, 12.1 and 28.7 for products with
 * banded matrices. Images that drew no blur are left out, as the time grows with their number.
 */
final class ViewProgram {

    private static final int GRAYSCALE = 4;
    private static final int BLUR_SIGMA = 5;
    private static final int SOLARIZE = 6;
    private static final int COLORS = 7;
    private static final int FIRST_ROUND = COLORS + ColorRounds.HEAD;

    /** ITU-R BT.601's weights as torchvision rounds them. */
    private static final float[] LUMA = {0.2989f, 0.587f, 0.114f};

    private final ColorRounds colors;
    private final Program program;

    ViewProgram(ViewConfig config, ViewKind kind, int size, NDManager manager) {
        colors = ColorRounds.of(config);
        ScriptModule module = module(config, kind, size, colors);
        program = Program.load(module, StateDict.initial(module, 0), manager);
    }

    /** The views with the given parameters, one row of {@link ViewSampler#COLUMNS} per image. */
    NDArray apply(NDArray images, float[] rows) {
        NDManager scope = images.getManager();
        int columns = COLORS + colors.columns();
        Shape shape = new Shape(images.getShape().get(0), columns);
        try (NDArray numbers = scope.create(numbers(rows, columns), shape)) {
            return program.call("augment", scope, images, numbers).singletonOrThrow();
        }
    }

    private float[] numbers(float[] rows, int columns) {
        float[] numbers = new float[rows.length / ViewSampler.COLUMNS * columns];
        for (int row = 0, at = 0; row < rows.length; row += ViewSampler.COLUMNS, at += columns) {
            numbers[at] = rows[row] * rows[row + ViewSampler.FLIP];
            numbers[at + 1] = rows[row + 2];
            numbers[at + 2] = rows[row + 1];
            numbers[at + 3] = rows[row + 3];
            numbers[at + GRAYSCALE] = rows[row + ViewSampler.GRAYSCALE];
            numbers[at + BLUR_SIGMA] = rows[row + ViewSampler.BLUR_SIGMA];
            numbers[at + SOLARIZE] = rows[row + ViewSampler.SOLARIZE];
            colors.fill(rows, row, numbers, at + COLORS);
        }
        return numbers;
    }

    private static ScriptModule module(ViewConfig config, ViewKind kind, int size, ColorRounds colors) {
        int radius = Math.max(1, size / 20);
        return ScriptModule.named("ViewProgram")
                .buffer("ticks", ticks(size), 1, size)
                .buffer("identity", Initializer.given(1, 0, 0, 0, 1, 0, 0, 0, 1), 1, 3, 3)
                .buffer("luma", luma(), 1, 3, 3)
                .buffer("corner", Initializer.given(3 / 6f, 1 / 6f, -1 / 6f), 1, 3, 1, 1)
                .buffer("taps", taps(radius), 1, 2 * radius + 1)
                .buffer("scale", Normalization.scale(), 1, 3, 1, 1)
                .buffer("shift", Normalization.shift(), 1, 3, 1, 1)
                .method(crop(config.interpolation(), size))
                .method(BLEND)
                .method(TURN_HUE)
                .method(TO_GRAY)
                .method(BLUR.replace("$R", String.valueOf(radius)).replace("$K", String.valueOf(2 * radius + 1)))
                .method(BLUR_SOME)
                .method(augment(config, kind, colors))
                .build();
    }

    /** Centres of a view's pixels, in -1..1 from edge to edge. */
    private static Initializer ticks(int size) {
        float[] ticks = new float[size];
        for (int i = 0; i < size; i++) {
            ticks[i] = (float) ((2 * i + 1.0) / size - 1);
        }
        return Initializer.given(ticks);
    }

    private static Initializer luma() {
        float[] rows = new float[9];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = LUMA[i % 3];
        }
        return Initializer.given(rows);
    }

    private static Initializer taps(int radius) {
        float[] taps = new float[2 * radius + 1];
        for (int i = 0; i < taps.length; i++) {
            taps[i] = i - radius;
        }
        return Initializer.given(taps);
    }

    private static String augment(ViewConfig config, ViewKind kind, ColorRounds colors) {
        StringBuilder source = new StringBuilder("""
                def augment(self, images: Tensor, p: Tensor) -> Tensor:
                  x = self.crop(images, p)
                """);
        int rounds = colors.operators().size();
        for (int round = 0; round <= rounds; round++) {
            if (colors.hue()) {
                line(source, "x = self.turn_hue(x, p[:, %d], p[:, %d], %d)".formatted(COLORS, COLORS + 1, round));
            }
            if (round < rounds) {
                int from = FIRST_ROUND + ColorRounds.PER_ROUND * round;
                int to = from + ColorRounds.PER_ROUND;
                line(source, "x = self.blend(x, torch.unsqueeze(p[:, %d:%d], 2))".formatted(from, to));
            }
        }
        if (config.grayscale() > 0) {
            line(source, "x = self.to_gray(x, torch.reshape(p[:, %d], [-1, 1, 1]))".formatted(GRAYSCALE));
        }
        if (kind.blur() > 0) {
            line(source, "x = self.%s(x, p[:, %d])".formatted(kind.blur() < 1 ? "blur_some" : "blur", BLUR_SIGMA));
        }
        if (kind.solarize() > 0) {
            // On 0..1, what solarization at 0.5 gives is the smaller of x and 1 - x; 2 - x is never the smaller.
            line(source, "most = torch.reshape(torch.rsub(p[:, %d], 2), [-1, 1, 1, 1])".formatted(SOLARIZE));
            line(source, "x = torch.minimum(x, torch.sub(most, x))");
        }
        line(source, "return torch.addcmul(self.shift, x, self.scale)");
        return source.toString();
    }

    private static void line(StringBuilder source, String statement) {
        source.append("  ").append(statement).append('\n');
    }

    private static String crop(ViewConfig.Interpolation interpolation, int size) {
        boolean bicubic = interpolation == ViewConfig.Interpolation.BICUBIC;
        return """
                def crop(self, images: Tensor, p: Tensor) -> Tensor:
                  x = torch.to(images, 6)
                  across = torch.unsqueeze(torch.add(torch.mul(p[:, 0:1], self.ticks), p[:, 1:2]), 1)
                  down = torch.unsqueeze(torch.add(torch.mul(p[:, 2:3], self.ticks), p[:, 3:4]), 2)
                  shape = [torch.size(x, 0), %d, %d]
                  grid = torch.stack([torch.expand(across, shape), torch.expand(down, shape)], 3)
                  x = torch.div_(torch.grid_sampler(x, grid, %d, 1, False), 255)
                  return %s
                """.formatted(size, size, bicubic ? 2 : 0, bicubic ? "torch.clamp_(x, 0, 1)" : "x");
    }

    private static final String BLEND = """
            def blend(self, x: Tensor, f: Tensor) -> Tensor:
              flat = torch.flatten(x, 2)
              mix = torch.add(torch.mul(f[:, 0:1], self.identity), torch.mul(f[:, 1:2], self.luma))
              mean = torch.matmul(self.luma, torch.mean(flat, [2], True))
              mixed = torch.baddbmm(torch.mul(f[:, 2:3], mean), mix, flat)
              return torch.reshape(torch.clamp_(mixed, 0, 1), torch.size(x))
            """;

    /**
     * Hue on the hexagon, in arithmetic alone because selecting per pixel is what costs: with the channels scaled so
     * that the smallest is 0 and the largest 1, the angle in sixths is 1 - r + g + b, negative where blue exceeds green.
     * A channel is then the largest less the range times how far the angle is from that channel's corner, clamped.
     */
    private static final String TURN_HUE = """
            def turn_hue(self, x: Tensor, turn: Tensor, due: Tensor, round: int) -> Tensor:
              which = torch.flatten(torch.nonzero(torch.eq(due, round)))
              r, g, b = torch.unbind(torch.index_select(x, 0, which), 1)
              most = torch.maximum(torch.maximum(r, g), b)
              least = torch.minimum(torch.minimum(r, g), b)
              range = torch.sub(most, least)
              sixths = torch.sub_(torch.sub_(torch.add(g, b), r), least)
              sixths = torch.add_(torch.div_(sixths, torch.clamp_min(range, 1e-20)), 1)
              angle = torch.mul_(torch.copysign(sixths, torch.sub(g, b)), 0.16666666666666666)
              angle = torch.add_(angle, torch.reshape(torch.index_select(turn, 0, which), [-1, 1, 1]))
              away = torch.add(torch.unsqueeze(angle, 1), self.corner)
              away = torch.abs_(torch.sub_(away, torch.round(away)))
              weight = torch.clamp_(torch.add_(torch.mul_(away, -6), 2), 0, 1)
              turned = torch.addcmul(torch.unsqueeze(most, 1), torch.unsqueeze(range, 1), weight, value=-1)
              return torch.index_copy_(x, 0, which, turned)
            """;

    private static final String TO_GRAY = """
            def to_gray(self, x: Tensor, share: Tensor) -> Tensor:
              mix = torch.add(self.identity, torch.mul(share, torch.sub(self.luma, self.identity)))
              return torch.reshape(torch.bmm(mix, torch.flatten(x, 2)), torch.size(x))
            """;

    private static final String BLUR = """
            def blur(self, x: Tensor, sigma: Tensor) -> Tensor:
              planes = torch.mul(torch.size(x, 0), 3)
              taps = torch.div(self.taps, torch.unsqueeze(sigma, 1))
              weights = torch.repeat_interleave(torch.softmax(torch.mul(torch.mul(taps, taps), -0.5), 1), 3, 0)
              y = torch.reflection_pad2d(x, [$R, $R, $R, $R])
              y = torch.reshape(y, [1, planes, torch.size(y, 2), torch.size(y, 3)])
              y = torch.conv2d(y, torch.reshape(weights, [planes, 1, 1, $K]), None, [1, 1], [0, 0], [1, 1], planes)
              y = torch.conv2d(y, torch.reshape(weights, [planes, 1, $K, 1]), None, [1, 1], [0, 0], [1, 1], planes)
              return torch.reshape(y, torch.size(x))
            """;

    private static final String BLUR_SOME = """
            def blur_some(self, x: Tensor, sigma: Tensor) -> Tensor:
              which = torch.flatten(torch.nonzero(torch.gt(sigma, 0)))
              if torch.gt(torch.size(which, 0), 0):
                blurred = self.blur(torch.index_select(x, 0, which), torch.index_select(sigma, 0, which))
                y = torch.index_copy_(x, 0, which, blurred)
              else:
                y = x
              return y
            """;
}
