package io.slipstream.trainer.view;

import io.slipstream.trainer.random.RandomStream;
import java.util.random.RandomGenerator;

/**
 * Draws the parameters of views: one row of {@link #COLUMNS} numbers per image, a function of (seed, step, view, index).
 *
 * <p>Columns: 0 crop width and 1 crop height as shares of the image; 2 and 3 crop centre, horizontal and vertical, in
 * −1..1 from edge to edge; 4 flip, −1 or 1; 5 brightness, 6 contrast and 7 saturation factors; 8 hue turn as a share of
 * the circle; 9 grayscale, 0 or 1. Pure and thread-safe.
 *
 * <p>Crops follow torchvision's RandomResizedCrop: area uniform, log aspect ratio uniform in 3/4..4/3, ten tries, then
 * the whole image; in continuous coordinates instead of whole pixels.
 */
public final class ViewSampler {

    /** Numbers per image. */
    public static final int COLUMNS = 10;

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
     * @param view number of the view within the step, from 0
     * @param batch number of images
     * @return row-major {@code [batch, COLUMNS]}
     */
    public float[] sample(long step, int view, int batch) {
        float[] rows = new float[batch * COLUMNS];
        for (int i = 0; i < batch; i++) {
            row(random.at(step, view, i), rows, i * COLUMNS);
        }
        return rows;
    }

    private void row(RandomGenerator generator, float[] rows, int at) {
        crop(generator, rows, at);
        rows[at + 4] = generator.nextDouble() < config.flip() ? -1 : 1;
        boolean jitter = generator.nextDouble() < config.jitter();
        rows[at + 5] = jitter ? factor(generator, config.brightness()) : 1;
        rows[at + 6] = jitter ? factor(generator, config.contrast()) : 1;
        rows[at + 7] = jitter ? factor(generator, config.saturation()) : 1;
        rows[at + 8] = jitter ? factor(generator, config.hue()) - 1 : 0;
        rows[at + 9] = generator.nextDouble() < config.grayscale() ? 1 : 0;
    }

    private void crop(RandomGenerator generator, float[] rows, int at) {
        double width = 1;
        double height = 1;
        for (int i = 0; i < CROP_TRIES; i++) {
            double area = config.cropMinArea() + generator.nextDouble() * (1 - config.cropMinArea());
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

    private static float factor(RandomGenerator generator, double strength) {
        return (float) (1 + (generator.nextDouble() * 2 - 1) * strength);
    }
}
