package io.slipstream.trainer.pixels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.slipstream.trainer.pixels.Keeping.Form;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeepingTest {

    private static final long SEED = 20_261_129;

    @Test
    void decodedPixelsAreKeptAsTheyAre() {
        Keeping keeping = Keeping.decoded(32);
        byte[] rgb = shaded(32);
        assertThat(keeping.keep(rgb).rgb()).isSameAs(rgb);
        assertThat(keeping.keep(rgb).kept()).isSameAs(rgb);
        assertThat(keeping.bytes()).isEqualTo(3 * 32 * 32);
    }

    @ParameterizedTest(name = "{0} pixels a side")
    @ValueSource(ints = {32, 33, 96, 224})
    void encodedPixelsTakeAFractionAndStayWhatTheyShow(int side) {
        Keeping keeping = new Keeping(Form.ENCODED, side, 0.25);
        byte[] rgb = shaded(side);

        Pixels kept = keeping.keep(rgb);

        assertThat(kept.kept()).hasSizeLessThanOrEqualTo(keeping.bytes());
        assertThat(kept.rgb()).hasSameSizeAs(rgb);
        assertThat(meanDifference(kept.rgb(), rgb)).isLessThan(2);
    }

    @Test
    void encodingIsAFunctionOfThePixels() {
        Keeping keeping = new Keeping(Form.ENCODED, 64, 0.25);
        byte[] rgb = shaded(64);
        assertThat(keeping.keep(rgb).kept()).isEqualTo(keeping.keep(rgb.clone()).kept());
        assertThat(keeping.keep(rgb).rgb()).isEqualTo(keeping.keep(rgb).rgb());
    }

    @ParameterizedTest(name = "{0} pixels a side")
    @ValueSource(ints = {1, 8, 17, 32, 96, 224})
    void whateverThePixelsAreTheyFit(int side) {
        Random random = new Random(SEED);
        IntUnaryOperator[] hostile = {
            i -> random.nextInt(256),
            i -> 255 * random.nextInt(2),
            i -> 255 * ((i / side + i) % 2),
            i -> 255 * (i / 3 % 2),
            i -> 255 * (i / (side * side) % 2 ^ (i % 2)),
            i -> random.nextInt(3) * 127
        };
        Keeping keeping = new Keeping(Form.ENCODED, side, 0.25);
        for (IntUnaryOperator each : hostile) {
            Pixels kept = keeping.keep(pixels(side, each));
            assertThat(kept.kept()).as("seed %d", SEED).hasSizeLessThanOrEqualTo(keeping.bytes());
            assertThat(kept.rgb()).hasSize(3 * side * side);
        }
    }

    @Test
    void aLargerShareKeepsMoreOfANoisyImage() {
        byte[] noise = noise(64);
        byte[] small = new Keeping(Form.ENCODED, 64, 0.25).keep(noise).rgb();
        byte[] large = new Keeping(Form.ENCODED, 64, 1).keep(noise).rgb();
        assertThat(meanDifference(large, noise)).isLessThan(meanDifference(small, noise));
    }

    @Test
    void whatIsKeptRightAlreadyIsNotTouchedAndTheRestIsMadeSo() {
        Keeping decoded = Keeping.decoded(32);
        Keeping encoded = new Keeping(Form.ENCODED, 32, 0.5);
        Pixels plain = decoded.keep(shaded(32));
        Pixels jpeg = encoded.keep(shaded(32));

        assertThat(decoded.keep(plain)).isSameAs(plain);
        assertThat(encoded.keep(jpeg)).isSameAs(jpeg);
        assertThat(decoded.keep(jpeg)).isInstanceOf(DecodedPixels.class);
        assertThat(decoded.keep(jpeg).rgb()).isEqualTo(jpeg.rgb());
        assertThat(encoded.keep(plain).kept()).isEqualTo(jpeg.kept());
    }

    @Test
    void anEncodedImageThatTakesMoreThanIsLeftForItIsEncodedAgain() {
        byte[] noise = noise(64);
        Pixels large = new Keeping(Form.ENCODED, 64, 1).keep(noise);
        Keeping tight = new Keeping(Form.ENCODED, 64, 0.25);
        assertThat(large.kept()).hasSizeGreaterThan(tight.bytes());
        assertThat(tight.keep(large).kept()).hasSizeLessThanOrEqualTo(tight.bytes());
    }

    @Test
    void bytesThatAreNoJpegAreNoPixels() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new EncodedPixels(new byte[] {1, 2, 3}).rgb())
                .withMessageContaining("of 3 bytes");
    }

    /** A shaded disc on a shaded ground. */
    private static byte[] shaded(int side) {
        return pixels(side, i -> {
            int x = i % side;
            int y = i / side % side;
            boolean isDisc = Math.hypot(x - side / 2.0, y - side / 2.0) < side / 3.0;
            return isDisc ? 220 - 100 * x / side : 40 + 100 * y / side;
        });
    }

    private static byte[] noise(int side) {
        byte[] pixels = new byte[3 * side * side];
        new Random(SEED).nextBytes(pixels);
        return pixels;
    }

    private static byte[] pixels(int side, IntUnaryOperator value) {
        byte[] pixels = new byte[3 * side * side];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) value.applyAsInt(i);
        }
        return pixels;
    }

    private static double meanDifference(byte[] one, byte[] other) {
        long sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += Math.abs((one[i] & 0xff) - (other[i] & 0xff));
        }
        return (double) sum / one.length;
    }
}
