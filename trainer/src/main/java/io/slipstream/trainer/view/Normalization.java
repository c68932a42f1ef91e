package io.slipstream.trainer.view;

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

    private Normalization() {}
}
