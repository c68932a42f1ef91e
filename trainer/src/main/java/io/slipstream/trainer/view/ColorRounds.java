package io.slipstream.trainer.view;

import java.util.ArrayList;
import java.util.List;

/**
 * Brightness, contrast, saturation and hue in an order of each image's own, at the cost of one fixed order for all.
 *
 * <p>The first three are one operation with different numbers: {@code clamp(f·x + g·gray(x) + c·mean(gray(x)))}. So a
 * round applies to every image whichever of them is its next, as one product with a 3 x 3 matrix per image. Hue alone is
 * different: it is applied, before each round and after the last, to the images whose turn it is.
 *
 * <p>Measured with libtorch 2.7, 64 images, milliseconds of one core at 32 and at 96 pixels: all four operators in each
 * of four rounds, then a selection among the results, 18 and 213; each operator on the images that it is due for, in
 * four rounds, 3.9 and 22; these rounds 2.8 and 18. Drawing one order for several images would not be exact.
 *
 * @param operators which of brightness 0, contrast 1 and saturation 2 the configuration asks for, ascending
 * @param hue whether it asks for hue
 */
record ColorRounds(List<Integer> operators, boolean hue) {

    /** Numbers per image ahead of the rounds': hue turn, and the round before which hue is applied or −1 for never. */
    static final int HEAD = 2;

    /** Numbers per image and round: factors of the image, of its gray image, of its mean gray. */
    static final int PER_ROUND = 3;

    private static final int CONTRAST = 1;
    private static final int SATURATION = 2;
    private static final int HUE = 3;

    static ColorRounds of(ViewConfig config) {
        double[] strengths = {config.brightness(), config.contrast(), config.saturation()};
        List<Integer> operators = new ArrayList<>();
        for (int operator = 0; operator < strengths.length; operator++) {
            if (config.jitter() > 0 && strengths[operator] > 0) {
                operators.add(operator);
            }
        }
        return new ColorRounds(List.copyOf(operators), config.jitter() > 0 && config.hue() > 0);
    }

    /** Numbers per image. */
    int columns() {
        return HEAD + PER_ROUND * operators.size();
    }

    /**
     * Writes the numbers of one image.
     *
     * @param rows parameters as of {@link ViewSampler}, the image's from index {@code row} on
     * @param out numbers, the image's from index {@code at} on
     */
    void fill(float[] rows, int row, float[] out, int at) {
        float turn = rows[row + ViewSampler.HUE];
        out[at] = turn;
        out[at + 1] = -1;
        int round = 0;
        for (int place = 0; place < ViewSampler.COLOR_OPERATORS; place++) {
            int operator = (int) rows[row + ViewSampler.ORDER + place];
            if (operator == HUE && turn != 0) {
                out[at + 1] = round;
            } else if (operators.contains(operator)) {
                blend(operator, rows[row + ViewSampler.BRIGHTNESS + operator], out, at + HEAD + PER_ROUND * round++);
            }
        }
    }

    private static void blend(int operator, float factor, float[] out, int at) {
        out[at] = factor;
        out[at + 1] = operator == SATURATION ? 1 - factor : 0;
        out[at + 2] = operator == CONTRAST ? 1 - factor : 0;
    }
}
