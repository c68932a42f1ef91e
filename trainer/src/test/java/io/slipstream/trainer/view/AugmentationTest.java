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
import java.util.ArrayList;
import java.util.List;
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

    /** Every operator is in the program; only some images of a batch are blurred. */
    private static final String ALL = "{first-blur: 0.5, second-blur: 1, first-solarize: 0.5, second-solarize: 0.5}";

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

    private static Augmentation augmentation(String yaml, int size, NDManager manager) {
        return new Augmentation(TestViews.config(yaml), size, 1, manager);
    }

    /** A view of one image on a scale of 0..1, before normalization. */
    private static float[] view(NDManager manager, String yaml, int size, int number, String changes) {
        float[] view = augmentation(yaml, size, manager)
                .apply(images(manager, 1), number, TestViews.row(changes))
                .toFloatArray();
        for (int i = 0; i < view.length; i++) {
            int channel = i / (size * size);
            view[i] = view[i] * DEVIATION[channel] + MEAN[channel];
        }
        return view;
    }

    private static float[] view(NDManager manager, String changes) {
        return view(manager, ALL, SIZE, 0, changes);
    }

    private static float[] unchanged() {
        byte[] pixels = pixels();
        float[] scaled = new float[pixels.length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = (pixels[i] & 0xFF) / 255f;
        }
        return scaled;
    }

    @ParameterizedTest
    @CsvSource({"ALL", "NONE"})
    void parametersOfNothingGiveTheNormalizedImage(String program, NDManager manager) {
        String yaml = program.equals("ALL") ? ALL : "{jitter: 0, grayscale: 0}";
        float[] found = augmentation(yaml, SIZE, manager)
                .apply(images(manager, 1), 0, TestViews.row(""))
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
        assertThat(view(manager, "4=-1")).containsExactly(mirrored, within(1e-5f));
    }

    @Test
    void aFlippedCropShowsTheSamePlaceMirrored(NDManager manager) {
        float[] plain = view(manager, "0=0.5 1=0.5 2=-0.5 3=0.5");
        float[] flipped = view(manager, "0=0.5 1=0.5 2=-0.5 3=0.5 4=-1");
        for (int i = 0; i < plain.length; i++) {
            assertThat(flipped[i - i % SIZE + SIZE - 1 - i % SIZE]).isCloseTo(plain[i], within(1e-5f));
        }
    }

    @ParameterizedTest(name = "{0} is what PyTorch computes")
    @CsvSource({
        "quadrant,    0=0.5 1=0.5 2=-0.5 3=0.5",
        "crop,        0=0.7 1=0.55 2=0.21 3=-0.3",
        "brightness,  5=1.3",
        "contrast,    6=0.7",
        "saturation,  7=1.4",
        "hue,         8=0.1",
        "hue-back,    8=-0.35",
        "grayscale,   9=1",
        "jitter-0123, 5=0.8 6=1.2 7=0.7 8=-0.05 10=0 11=1 12=2 13=3",
        "jitter-3210, 5=0.8 6=1.2 7=0.7 8=-0.05 10=3 11=2 12=1 13=0",
        "jitter-1302, 5=0.8 6=1.2 7=0.7 8=-0.05 10=1 11=3 12=0 13=2",
        "jitter-2031, 5=0.8 6=1.2 7=0.7 8=-0.05 10=2 11=0 12=3 13=1",
        "blur,        14=0.8",
        "solarize,    15=1",
        "all,         5=0.8 6=1.2 7=0.7 8=-0.05 9=1 10=3 11=0 12=2 13=1 14=0.6 15=1"
    })
    void aChange(String name, String changes, NDManager manager) {
        float[] view = view(manager, changes);
        assertThat(view).containsExactly(GOLDEN.get(name), within(1e-5f));
        assertThat(view).isNotEqualTo(unchanged());
    }

    @ParameterizedTest(name = "{0} is what torchvision computes")
    @CsvSource({
        "resize-12,         bilinear, 12",
        "resize-6,          bilinear, 6",
        "resize-12-bicubic, bicubic,  12",
    })
    void aWholeImageResizedToAnotherSize(String name, String interpolation, int size, NDManager manager) {
        float[] view = view(manager, "{interpolation: " + interpolation + "}", size, 0, "");
        assertThat(view).containsExactly(GOLDEN.get(name), within(1e-5f));
    }

    @Test
    void aBicubicCropIsWhatPytorchComputes(NDManager manager) {
        assertThat(view(manager, "{interpolation: bicubic}", SIZE, 0, "0=0.7 1=0.55 2=0.21 3=-0.3"))
                .containsExactly(GOLDEN.get("crop-bicubic"), within(1e-5f));
    }

    @Test
    void theInteriorOfACropOfWholePixelsIsWhatTorchvisionComputes(NDManager manager) {
        float[] view = view(manager, "0=0.5 1=0.5 2=0.25 3=0");
        List<Float> interior = new ArrayList<>();
        for (int i = 0; i < view.length; i++) {
            int x = i % SIZE;
            int y = i / SIZE % SIZE;
            if (x > 0 && x < SIZE - 1 && y > 0 && y < SIZE - 1) {
                interior.add(view[i]);
            }
        }
        float[] expected = GOLDEN.get("resized-crop");
        assertThat(interior).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat(interior.get(i)).isCloseTo(expected[i], within(1e-5f));
        }
    }

    @Test
    void aLargerViewHasAWiderBlur(NDManager manager) {
        float[] view = view(manager, ALL, 40, 1, "14=1.7");
        float[] expected = GOLDEN.get("blur-wide");
        for (int i = 0; i < expected.length; i++) {
            assertThat(view[i * 7]).isCloseTo(expected[i], within(1e-5f));
        }
    }

    @Test
    void imagesOfABatchChangeEachOnItsOwn(NDManager manager) {
        String[] changes = {
            "", "7=0.7 8=0.1 10=3 13=0", "5=1.2 8=-0.2 10=1 11=0 14=1", "6=0.6 9=1 15=1", "8=0.3 14=0.5", "4=-1"
        };
        float[] rows = new float[changes.length * ViewSampler.COLUMNS];
        for (int i = 0; i < changes.length; i++) {
            System.arraycopy(TestViews.row(changes[i]), 0, rows, i * ViewSampler.COLUMNS, ViewSampler.COLUMNS);
        }
        Augmentation augmentation = augmentation(ALL, SIZE, manager);
        NDArray together = augmentation.apply(images(manager, changes.length), 0, rows);
        for (int i = 0; i < changes.length; i++) {
            NDArray alone = augmentation.apply(images(manager, 1), 0, TestViews.row(changes[i]));
            assertThat(together.get(i).toFloatArray())
                    .as(changes[i])
                    .containsExactly(alone.toFloatArray(), within(1e-5f));
        }
    }

    @Test
    void theTwoViewsOfAStepDifferAndAreTheSameWhenTakenAgain(NDManager manager) {
        Augmentation augmentation = augmentation("{}", SIZE, manager);
        List<NDArray> views = augmentation.views(images(manager, 4), 9).global();
        List<NDArray> again = augmentation.views(images(manager, 4), 9).global();
        assertThat(views).hasSize(2);
        assertThat(views.get(0).toFloatArray()).isNotEqualTo(views.get(1).toFloatArray());
        for (int view = 0; view < 2; view++) {
            assertThat(again.get(view).toFloatArray())
                    .containsExactly(views.get(view).toFloatArray());
        }
        assertThat(augmentation.views(images(manager, 4), 10).global().get(0).toFloatArray())
                .isNotEqualTo(views.get(0).toFloatArray());
    }

    @Test
    void withoutMultiCropThereAreNoLocalViews(NDManager manager) {
        assertThat(augmentation("{}", SIZE, manager)
                        .views(images(manager, 2), 0)
                        .local())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, 2", "6, 6"})
    void localViewsAreSmallerAndDiffer(int size, int expected, NDManager manager) {
        String yaml = "{local: {count: 3, size: " + size + "}}";
        Views views = augmentation(yaml, 5, manager).views(images(manager, 2), 0);
        assertThat(views.global())
                .extracting(NDArray::getShape)
                .containsExactly(new Shape(2, 3, 5, 5), new Shape(2, 3, 5, 5));
        Shape shape = new Shape(2, 3, expected, expected);
        assertThat(views.local()).extracting(NDArray::getShape).containsExactly(shape, shape, shape);
        assertThat(views.local().get(0).toFloatArray())
                .isNotEqualTo(views.local().get(1).toFloatArray());
        assertThat(views.local())
                .allSatisfy(view -> assertThat(view.toFloatArray()).doesNotContain(Float.NaN));
    }

    @Test
    void viewsBelongToTheScopeOfTheImagesAndNothingElseIsLeftInIt(NDManager manager) {
        Augmentation augmentation = augmentation("{local: {count: 1}}", SIZE, manager);
        try (NDManager scope = manager.newSubManager()) {
            NDArray images = images(scope, 2);
            Views views = augmentation.views(images, 0);
            List<NDArray> all = new ArrayList<>(views.global());
            all.addAll(views.local());
            all.add(images);
            assertThat(scope.getManagedArrays()).containsExactlyInAnyOrderElementsOf(all);
        }
    }
}
