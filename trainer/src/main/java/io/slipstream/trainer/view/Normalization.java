package io.slipstream.trainer.view;

import io.slipstream.trainer.script.Initializer;

/**
 * The normalization every encoder's input goes through: ImageNet's channel means and deviations on a 0..1 scale.
 *
 * <p>Views carry it out in training, the snapshot's program at inference, so users pass plain pixels.
 */
public final class Normalization {

    /** TorchScript expression of the channel means, {@code [1, 3, 1, 1]}. */
    public static final String MEAN_TENSOR = "torch.reshape(torch.tensor([0.485, 0.456, 0.406]), [1, 3, 1, 1])";

    /** TorchScript expression of the channel deviations, {@code [1, 3, 1, 1]}. */
    public static final String DEVIATION_TENSOR = "torch.reshape(torch.tensor([0.229, 0.224, 0.225]), [1, 3, 1, 1])";

    private static final double[] MEAN = {0.485, 0.456, 0.406};
    private static final double[] DEVIATION = {0.229, 0.224, 0.225};

    private Normalization() {}

    /** The normalized image is the image times this scale plus {@link #shift}: one number per channel. */
    static Initializer scale() {
        return Initializer.given((float) (1 / DEVIATION[0]), (float) (1 / DEVIATION[1]), (float) (1 / DEVIATION[2]));
    }

    static Initializer shift() {
        return Initializer.given((float) (-MEAN[0] / DEVIATION[0]), (float) (-MEAN[1] / DEVIATION[1]), (float)
                (-MEAN[2] / DEVIATION[2]));
    }
}
