package io.slipstream.schemas.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipstream.schemas.config.ByteSize;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.record.DeadLetterReason;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.WritableRaster;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImagesTest {

    private static final ImageLimits LIMITS = ConfigLoader.defaults(ImageLimits.class);

    @ParameterizedTest
    @CsvSource({"jpeg, image/jpeg", "png, image/png", "gif, image/gif", "bmp, image/bmp"})
    void aHeaderSaysFormatAndSize(String format, String contentType) throws BadImageException {
        byte[] bytes = TestImages.encode(TestImages.picture(40, 30), format);

        assertThat(Images.readHeader(bytes, LIMITS)).isEqualTo(new ImageHeader(contentType, 40, 30));
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "bmp"})
    void aLosslessFormatIsDecodedToTheSamePixels(String format) throws BadImageException {
        BufferedImage picture = TestImages.picture(33, 21);

        BufferedImage decoded = Images.decode(TestImages.encode(picture, format), LIMITS);

        assertThat(decoded.getType()).isEqualTo(BufferedImage.TYPE_3BYTE_BGR);
        assertThat(pixels(decoded)).isEqualTo(pixels(picture));
    }

    @Test
    void aJpegIsDecodedToNearlyTheSamePixels() throws BadImageException {
        BufferedImage picture = smooth(64, 64);

        for (byte[] bytes : List.of(TestImages.encode(picture, "jpeg"), TestImages.encode(picture, "gif"))) {
            assertThat(meanDifference(Images.decode(bytes, LIMITS), picture)).isLessThan(8);
        }
    }

    @Test
    void aProgressiveJpegIsDecodedLikeABaselineOne() throws BadImageException {
        BufferedImage progressive = Images.decode(TestImages.progressiveJpeg(64, 48), LIMITS);
        BufferedImage baseline = Images.decode(TestImages.jpeg(64, 48), LIMITS);

        assertThat(meanDifference(progressive, baseline)).isLessThan(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpeg", "png"})
    void greyBecomesThreeEqualChannelsWithoutBrightening(String format) throws BadImageException {
        BufferedImage grey = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
        Arrays.fill(((DataBufferByte) grey.getRaster().getDataBuffer()).getData(), (byte) 90);

        BufferedImage rgb = Images.decode(TestImages.encode(grey, format), LIMITS);

        assertThat(rgb.getRaster().getPixel(4, 4, (int[]) null)).containsExactly(90, 90, 90);
    }

    @Test
    void sixteenBitSamplesAreRoundedToEight() throws BadImageException {
        ComponentColorModel model = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_sRGB), false, false, Transparency.OPAQUE, DataBuffer.TYPE_USHORT);
        WritableRaster raster = model.createCompatibleWritableRaster(2, 1);
        raster.setPixel(0, 0, new int[] {0, 257 * 100, 65535});
        raster.setPixel(1, 0, new int[] {257 * 100 + 128, 257 * 100 + 129, 127});
        byte[] png = TestImages.encode(new BufferedImage(model, raster, false, null), "png");

        BufferedImage rgb = Images.decode(png, LIMITS);

        assertThat(rgb.getRaster().getPixel(0, 0, (int[]) null)).containsExactly(0, 100, 255);
        assertThat(rgb.getRaster().getPixel(1, 0, (int[]) null)).containsExactly(100, 101, 0);
    }

    @Test
    void aSixteenBitGreyPngIsDecoded() throws BadImageException {
        BufferedImage grey = new BufferedImage(3, 3, BufferedImage.TYPE_USHORT_GRAY);
        grey.getRaster().setSample(1, 1, 0, 257 * 200);

        BufferedImage rgb = Images.decode(TestImages.encode(grey, "png"), LIMITS);

        assertThat(rgb.getRaster().getPixel(1, 1, (int[]) null)).containsExactly(200, 200, 200);
        assertThat(rgb.getRaster().getPixel(0, 0, (int[]) null)).containsExactly(0, 0, 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_BYTE_INDEXED, BufferedImage.TYPE_BYTE_BINARY})
    void aPaletteIsLookedUp(int type) throws BadImageException {
        BufferedImage picture = TestImages.picture(20, 20, type, 1);

        assertThat(pixels(Images.decode(TestImages.encode(picture, "png"), LIMITS)))
                .isEqualTo(pixels(picture));
    }

    @Test
    void transparentPixelsAreCompositedOnWhite() throws BadImageException {
        BufferedImage picture = new BufferedImage(3, 1, BufferedImage.TYPE_INT_ARGB);
        picture.setRGB(0, 0, 0x00_10_20_30);
        picture.setRGB(1, 0, 0xff_10_20_30);
        picture.setRGB(2, 0, 0x80_00_00_00);

        BufferedImage rgb = Images.decode(TestImages.encode(picture, "png"), LIMITS);

        assertThat(pixels(rgb)).containsExactly(0xffffff, 0x102030, 0x7f7f7f);
    }

    @Test
    void aJpegCutAnywhereIsTruncated() {
        byte[] baseline = TestImages.jpeg(48, 48);
        byte[] progressive = TestImages.progressiveJpeg(48, 48);

        for (byte[] whole : List.of(baseline, progressive)) {
            for (int length = 3; length < whole.length; length++) {
                byte[] cut = Arrays.copyOf(whole, length);
                assertThat(refusal(() -> Images.decode(cut, LIMITS)))
                        .as("a JPEG of %d bytes cut to %d", whole.length, length)
                        .isEqualTo(DeadLetterReason.TRUNCATED);
            }
        }
    }

    @Test
    void aJpegWithAHoleInItsDataIsRefused() {
        byte[] whole = TestImages.jpeg(96, 96);
        int middle = whole.length * 2 / 3;
        byte[] holed = new byte[whole.length - 200];
        System.arraycopy(whole, 0, holed, 0, middle);
        System.arraycopy(whole, middle + 200, holed, middle, holed.length - middle);

        assertThat(refusal(() -> Images.decode(holed, LIMITS)))
                .isIn(DeadLetterReason.TRUNCATED, DeadLetterReason.UNDECODABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "gif", "bmp"})
    void anyOtherFormatCutAnywhereIsTruncatedToo(String format) {
        byte[] whole = TestImages.encode(TestImages.picture(24, 24), format);
        // The GIF is complete once its frame is; one trailer byte may be missing.
        int complete = format.equals("gif") ? whole.length - 1 : whole.length;

        for (int length = 8; length < complete; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThat(refusal(() -> Images.decode(cut, LIMITS)))
                    .as("a %s of %d bytes cut to %d", format, whole.length, length)
                    .isEqualTo(DeadLetterReason.TRUNCATED);
        }
    }

    @Test
    void paddingBeforeAMarkerAsCheapCamerasWriteItIsAccepted() throws BadImageException {
        byte[] whole = TestImages.jpeg(32, 32);
        byte[] padded = Arrays.copyOf(whole, whole.length + 2);
        padded[whole.length - 2] = 0;
        padded[whole.length - 1] = 0;
        padded[whole.length] = (byte) 0xff;
        padded[whole.length + 1] = (byte) 0xd9;

        assertThat(pixels(Images.decode(padded, LIMITS))).isEqualTo(pixels(Images.decode(whole, LIMITS)));
    }

    @Test
    void aJpegOfTwelveBitsIsAnUnsupportedFormat() {
        byte[] jpeg = TestImages.jpeg(16, 16);
        jpeg[frameHeader(jpeg) + 4] = 12;

        assertThat(refusal(() -> Images.readHeader(jpeg, LIMITS))).isEqualTo(DeadLetterReason.UNSUPPORTED_FORMAT);
    }

    @Test
    void aJpegOfTwoComponentsIsAnUnsupportedColorModel() {
        byte[] jpeg = TestImages.jpeg(16, 16);
        jpeg[frameHeader(jpeg) + 9] = 2;

        assertThat(refusal(() -> Images.readHeader(jpeg, LIMITS))).isEqualTo(DeadLetterReason.UNSUPPORTED_COLOR_MODEL);
        assertThat(refusal(() -> Images.decode(jpeg, LIMITS))).isEqualTo(DeadLetterReason.UNSUPPORTED_COLOR_MODEL);
    }

    @Test
    void aHugeImageIsRefusedByItsHeader() {
        byte[] huge = TestImages.pngHeader(30_000, 30_000);

        assertThat(refusal(() -> Images.readHeader(huge, LIMITS))).isEqualTo(DeadLetterReason.TOO_MANY_PIXELS);
        assertThat(refusal(() -> Images.decode(huge, LIMITS))).isEqualTo(DeadLetterReason.TOO_MANY_PIXELS);
    }

    @Test
    void theLimitsAreInclusive() throws BadImageException {
        byte[] png = TestImages.encode(TestImages.picture(10, 10), "png");

        assertThat(Images.readHeader(png, new ImageLimits(new ByteSize(png.length), 100))
                        .pixels())
                .isEqualTo(100);
        assertThat(refusal(() -> Images.readHeader(png, new ImageLimits(new ByteSize(png.length - 1), 100))))
                .isEqualTo(DeadLetterReason.TOO_MANY_BYTES);
        assertThat(refusal(() -> Images.readHeader(png, new ImageLimits(new ByteSize(png.length), 99))))
                .isEqualTo(DeadLetterReason.TOO_MANY_PIXELS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"just a text", "BMW and other cars, at some length", "<svg/>", "RIFF____WAVEfmt "})
    void otherContentIsAnUnsupportedFormatWhateverItIsCalled(String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);

        assertThat(refusal(() -> Images.decode(bytes, LIMITS))).isEqualTo(DeadLetterReason.UNSUPPORTED_FORMAT);
    }

    @Test
    void noBytesAreEmpty() {
        assertThat(refusal(() -> Images.decode(new byte[0], LIMITS))).isEqualTo(DeadLetterReason.EMPTY);
    }

    @Test
    void aPngOfWidthZeroIsUndecodable() {
        assertThat(refusal(() -> Images.readHeader(TestImages.pngHeader(0, 5), LIMITS)))
                .isEqualTo(DeadLetterReason.UNDECODABLE);
    }

    @Test
    void damagedBytesAreDecodedOrRefusedButNeverFailOtherwise() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<byte[]> wholes = new ArrayList<>();
        for (String format : List.of("jpeg", "png", "gif", "bmp")) {
            wholes.add(TestImages.encode(TestImages.picture(24, 24), format));
        }
        for (int round = 0; round < 2_000; round++) {
            byte[] damaged = wholes.get(round % wholes.size()).clone();
            for (int hit = 0; hit <= random.nextInt(4); hit++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(Images.decode(damaged, new ImageLimits(ByteSize.ofMiB(1), 1_000_000)))
                        .isNotNull();
            } catch (BadImageException refused) {
                assertThat(refused.reason())
                        .as("seed %d, round %d", seed, round)
                        .isNotNull();
            }
        }
    }

    private static DeadLetterReason refusal(ThrowingCallable call) {
        BadImageException refused = catchThrowableOfType(BadImageException.class, call);
        assertThat(refused).as("a refusal").isNotNull();
        return refused.reason();
    }

    private static int frameHeader(byte[] jpeg) {
        return new String(jpeg, StandardCharsets.ISO_8859_1).indexOf("\u00ff\u00c0");
    }

    private static BufferedImage smooth(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setPaint(new GradientPaint(0, 0, Color.ORANGE, width, height, Color.BLUE));
        graphics.fillRect(0, 0, width, height);
        graphics.dispose();
        return image;
    }

    private static int[] pixels(BufferedImage image) {
        int[] argb = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        return Arrays.stream(argb).map(pixel -> pixel & 0xffffff).toArray();
    }

    private static double meanDifference(BufferedImage a, BufferedImage b) {
        int[] one = a.getRaster().getPixels(0, 0, a.getWidth(), a.getHeight(), (int[]) null);
        int[] two = b.getRaster().getPixels(0, 0, b.getWidth(), b.getHeight(), (int[]) null);
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += Math.abs(one[i] - two[i]);
        }
        return sum / one.length;
    }
}
