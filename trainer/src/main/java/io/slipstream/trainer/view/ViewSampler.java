package io.slipstream.trainer.view;

import io.slipstream.trainer.random.RandomStream;
import java.util.random.RandomGenerator;

/**
 * Draws the parameters of views: one row of {@link #COLUMNS} numbers per image, a function of (seed, step, view, index).
 *
 * <p>Columns: 0 crop width and 1 crop height as shares of the image; 2 and 3 crop centre, horizontal and vertical, in
 * −1..1 from edge to edge; 4 flip, −1 or 1; 5 brightness, 6 contrast and 7 saturation factors; 8 hue turn as a share of
 * the circle; 9 grayscale, 0 or 1; 10 to 13 the order of the colour operators, a permutation of 0 brightness, 1 contrast,
 * 2 saturation, 3 hue; 14 standard deviation of the blur in pixels, 0 for none; 15 solarize, 0 or 1. Pure and
 * thread-safe.
 *
 * <p>Crops follow torchvision's RandomResizedCrop: area uniform, log aspect ratio uniform in 3/4..4/3, ten tries, then
 * the whole image; in continuous coordinates instead of whole pixels. Colours follow its ColorJitter: all 24 orders have
 * the same chance.
 */
public final class ViewSampler {

    /** Numbers per image. */
    public static final int COLUMNS = 16;

    static final int FLIP = 4;
    static final int BRIGHTNESS = 5;
    static final int CONTRAST = 6;
    static final int SATURATION = 7;
    static final int HUE = 8;
    static final int GRAYSCALE = 9;
    static final int ORDER = 10;
    static final int BLUR_SIGMA = 14;
    static final int SOLARIZE = 15;

    /** Colour operators in an order. */
    static final int COLOR_OPERATORS = 4;

    private static final int CROP_TRIES = 10;
    private static final double LOG_MAX_ASPECT = Math.log(4.0 / 3.0);

    private final ViewConfig config;
    private final RandomStream random;

    /** A sampler of one run. */
    public ViewSampler(ViewConfig config, long seed) {
        this.config = config;
        this.random = new RandomStream(seed, "view");
    }

    /**
     * Parameters of one view of every image in a batch.
     *
     * @param step training step, from 0
     * @param view number of the view within the step: 0 and 1 are the global ones, the local ones follow
     * @param batch number of images
     * @return row-major {@code [batch, COLUMNS]}
     */
    public float[] sample(long step, int view, int batch) {
        ViewKind kind = ViewKind.of(config, view);
        float[] rows = new float[batch * COLUMNS];
        for (int i = 0; i < batch; i++) {
            row(random.at(step, view, i), kind, rows, i * COLUMNS);
        }
        return rows;
    }

    private void row(RandomGenerator generator, ViewKind kind, float[] rows, int at) {
        crop(generator, kind, rows, at);
        rows[at + FLIP] = generator.nextDouble() < config.flip() ? -1 : 1;
        boolean jitter = generator.nextDouble() < config.jitter();
        rows[at + BRIGHTNESS] = jitter ? factor(generator, config.brightness()) : 1;
        rows[at + CONTRAST] = jitter ? factor(generator, config.contrast()) : 1;
        rows[at + SATURATION] = jitter ? factor(generator, config.saturation()) : 1;
        rows[at + HUE] = jitter ? factor(generator, config.hue()) - 1 : 0;
        rows[at + GRAYSCALE] = generator.nextDouble() < config.grayscale() ? 1 : 0;
        order(generator, rows, at + ORDER);
        boolean blur = generator.nextDouble() < kind.blur();
        rows[at + BLUR_SIGMA] = blur ? uniform(generator, config.blurSigmaMin(), config.blurSigmaMax()) : 0;
        rows[at + SOLARIZE] = generator.nextDouble() < kind.solarize() ? 1 : 0;
    }

    private static void crop(RandomGenerator generator, ViewKind kind, float[] rows, int at) {
        double width = 1;
        double height = 1;
        for (int i = 0; i < CROP_TRIES; i++) {
            double area = kind.cropMinArea() + generator.nextDouble() * (kind.cropMaxArea() - kind.cropMinArea());
            double aspect = Math.exp((generator.nextDouble() * 2 - 1) * LOG_MAX_ASPECT);
            double triedWidth = Math.sqrt(area * aspect);
            double triedHeight = Math.sqrt(area / aspect);
            if (triedWidth <= 1 && triedHeight <= 1) {
                width = triedWidth;
                height = triedHeight;
                break;
            }
        }
        rows[at] = (float) width;
        rows[at + 1] = (float) height;
        rows[at + 2] = (float) ((generator.nextDouble() * 2 - 1) * (1 - width));
        rows[at + 3] = (float) ((generator.nextDouble() * 2 - 1) * (1 - height));
    }

    /** Shuffles by Fisher and Yates: every order with the same chance. */
    private static void order(RandomGenerator generator, float[] rows, int at) {
        for (int i = 0; i < COLOR_OPERATORS; i++) {
            int swapped = generator.nextInt(i + 1);
            rows[at + i] = rows[at + swapped];
            rows[at + swapped] = i;
        }
    }

    private static float factor(RandomGenerator generator, double strength) {
        return (float) (1 + (generator.nextDouble() * 2 - 1) * strength);
    }

    private static float uniform(RandomGenerator generator, double from, double to) {
        return (float) (from + generator.nextDouble() * (to - from));
    }
}
