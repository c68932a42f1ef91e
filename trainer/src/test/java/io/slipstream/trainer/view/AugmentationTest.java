package io.slipstream.trainer.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.slipstream.trainer.Golden;
import io.slipstream.trainer.WithTorch;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(WithTorch.class)
class AugmentationTest {

    private static final int SIZE = 8;
    private static final Golden GOLDEN = new Golden("views");
    private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
    private static final float[] DEVIATION = {0.229f, 0.224f, 0.225f};
    private static final ViewConfig CONFIG = new ViewConfig(0.2, 0.5, 0.8, 0.4, 0.4, 0.2, 0.1, 0.2);

    private static byte[] pixels() {
        float[] wave = Golden.wave(3 * SIZE * SIZE, 0.9);
        byte[] pixels = new byte[wave.length];
        for (int i = 0; i < wave.length; i++) {
            pixels[i] = (byte) Math.floor(127.5 + 127.5 * wave[i]);
        }
        return pixels;
    }

    private static NDArray images(NDManager manager, int copies) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(copies * 3 * SIZE * SIZE);
        for (int i = 0; i < copies; i++) {
            buffer.put(pixels());
        }
        return manager.create(buffer.flip(), new Shape(copies, 3, SIZE, SIZE), DataType.UINT8);
    }

    /** The view of one image on a scale of 0..1, before normalization. */
    private static float[] view(NDManager manager, float... parameters) {
        float[] view = new Augmentation(CONFIG, 1, manager)
                .apply(images(manager, 1), parameters)
                .toFloatArray();
        int plane = SIZE * SIZE;
        for (int i = 0; i < view.length; i++) {
            view[i] = view[i] * DEVIATION[i / plane] + MEAN[i / plane];
        }
        return view;
    }

    private static float[] unchanged() {
        byte[] pixels = pixels();
        float[] scaled = new float[pixels.length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = (pixels[i] & 0xFF) / 255f;
        }
        return scaled;
    }

    @Test
    void parametersOfNothingGiveTheNormalizedImage(NDManager manager) {
        float[] found = new Augmentation(CONFIG, 1, manager)
                .apply(images(manager, 1), new float[] {1, 1, 0, 0, 1, 1, 1, 1, 0, 0})
                .toFloatArray();
        float[] expected = unchanged();
        for (int i = 0; i < expected.length; i++) {
            int channel = i / (SIZE * SIZE);
            expected[i] = (expected[i] - MEAN[channel]) / DEVIATION[channel];
        }
        // Half a level of a uint8 pixel is 9e-3 on this scale; what is left is the rounding of float32.
        assertThat(found).containsExactly(expected, within(1e-5f));
    }

    @Test
    void aFlipMirrorsLeftAndRight(NDManager manager) {
        float[] image = unchanged();
        float[] mirrored = new float[image.length];
        for (int i = 0; i < image.length; i++) {
            mirrored[i] = image[i - i % SIZE + SIZE - 1 - i % SIZE];
        }
        assertThat(view(manager, 1, 1, 0, 0, -1, 1, 1, 1, 0, 0)).containsExactly(mirrored, within(1e-5f));
    }

    @Test
    void aFlippedCropShowsTheSamePlaceMirrored(NDManager manager) {
        float[] plain = view(manager, 0.5f, 0.5f, -0.5f, 0.5f, 1, 1, 1, 1, 0, 0);
        float[] flipped = view(manager, 0.5f, 0.5f, -0.5f, 0.5f, -1, 1, 1, 1, 0, 0);
        for (int i = 0; i < plain.length; i++) {
            assertThat(flipped[i - i % SIZE + SIZE - 1 - i % SIZE]).isCloseTo(plain[i], within(1e-5f));
        }
    }

    @ParameterizedTest(name = "{0} is what PyTorch computes")
    @CsvSource({
        "quadrant,   0.5, 0.5,  -0.5,  0.5, 1,   1,   1,   0,     0",
        "crop,       0.7, 0.55, 0.21, -0.3, 1,   1,   1,   0,     0",
        "brightness, 1,   1,    0,     0,   1.3, 1,   1,   0,     0",
        "contrast,   1,   1,    0,     0,   1,   0.7, 1,   0,     0",
        "saturation, 1,   1,    0,     0,   1,   1,   1.4, 0,     0",
        "hue,        1,   1,    0,     0,   1,   1,   1,   0.1,   0",
        "hue-back,   1,   1,    0,     0,   1,   1,   1,   -0.35, 0",
        "grayscale,  1,   1,    0,     0,   1,   1,   1,   0,     1",
        "jitter,     1,   1,    0,     0,   0.8, 1.2, 0.9, -0.05, 0"
    })
    void aChange(
            String name,
            float width,
            float height,
            float x,
            float y,
            float brightness,
            float contrast,
            float saturation,
            float hue,
            float grayscale,
            NDManager manager) {
        float[] view = view(manager, width, height, x, y, 1, brightness, contrast, saturation, hue, grayscale);
        assertThat(view).containsExactly(GOLDEN.get(name), within(1e-4f));
        assertThat(view).isNotEqualTo(unchanged());
    }

    @Test
    void imagesOfABatchChangeEachOnItsOwn(NDManager manager) {
        float[] parameters = {
            1, 1, 0, 0, 1, 1, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0.7f, 1, 0, 0,
        };
        NDArray views = new Augmentation(CONFIG, 1, manager).apply(images(manager, 2), parameters);
        assertThat(views.get(0).toFloatArray())
                .containsExactly(new Augmentation(CONFIG, 1, manager)
                        .apply(images(manager, 1), java.util.Arrays.copyOf(parameters, 10))
                        .toFloatArray());
        assertThat(views.get(0).toFloatArray()).isNotEqualTo(views.get(1).toFloatArray());
    }

    @Test
    void theTwoViewsOfAStepDifferAndAreTheSameWhenTakenAgain(NDManager manager) {
        Augmentation augmentation = new Augmentation(CONFIG, 1, manager);
        float[] first = augmentation.view(images(manager, 4), 9, 0).toFloatArray();
        assertThat(augmentation.view(images(manager, 4), 9, 1).toFloatArray()).isNotEqualTo(first);
        assertThat(augmentation.view(images(manager, 4), 9, 0).toFloatArray()).containsExactly(first);
    }
}
