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

    /**
     * TorchScript method of a module with a child {@code backbone}: plain pixels, uint8 or float 0..255, to what the
     * backbone makes of them normalized. On whatever device the pixels are.
     */
    public static final String FORWARD_PIXELS = """
            def forward(self, images: Tensor) -> Tensor:
              x = torch.div(torch.to(images, 6), 255.0)
              return self.backbone.forward(torch.div(torch.sub(x, torch.to(%s, x)), torch.to(%s, x)))
            """.formatted(MEAN_TENSOR, DEVIATION_TENSOR);

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
