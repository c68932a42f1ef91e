package io.slipstream.schemas.image;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import io.slipstream.schemas.config.ByteSize;
import io.slipstream.schemas.record.DeadLetterReason;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files made to exhaust whoever reads them; src/test/golden/images.py made those that they are made from. */
class HostileImagesTest {

    private static final ImageLimits LIMITS = new ImageLimits(ByteSize.ofMiB(10), 1_000_000);
    private static final long MEGABYTE = 1_000_000;

    private static byte[] spliced(byte[] bytes, int at, byte[] inserted) {
        return ByteBuffer.allocate(bytes.length + inserted.length)
                .put(bytes, 0, at)
                .put(inserted)
                .put(bytes, at, bytes.length - at)
                .array();
    }

    private static int indexOf(byte[] bytes, int... wanted) {
        for (int i = 0; i + wanted.length <= bytes.length; i++) {
            int at = i;
            if (IntStream.range(0, wanted.length).allMatch(k -> (bytes[at + k] & 0xff) == wanted[k])) {
                return i;
            }
        }
        throw new AssertionError("not in the file: " + Arrays.toString(wanted));
    }

    /** Offset of a tag's value in a TIFF of Pillow's, which is little-endian. */
    private static int tiffValue(byte[] tiff, int tag) {
        ByteBuffer file = ByteBuffer.wrap(tiff).order(ByteOrder.LITTLE_ENDIAN);
        int directory = file.getInt(4);
        for (int i = 0; i < file.getShort(directory); i++) {
            int entry = directory + 2 + 12 * i;
            if (file.getShort(entry) == tag) {
                return entry + 8;
            }
        }
        throw new AssertionError("no tag " + tag);
    }

    private static byte[] withInt(byte[] bytes, int at, int value) {
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
        return bytes;
    }

    private static DeadLetterReason refusal(byte[] bytes) {
        BadImageException refused = catchThrowableOfType(BadImageException.class, () -> Images.decode(bytes, LIMITS));
        assertThat(refused).as("a refusal").isNotNull();
        return refused.reason();
    }

    /** Bytes that this thread allocates while it decodes. */
    private static long allocated(byte[] bytes) throws BadImageException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        Images.decode(bytes, LIMITS);
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    @Test
    void textInAPngIsNotInflated() throws Exception {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        text.write(new byte[] {'a', 0, 0});
        try (DeflaterOutputStream deflated = new DeflaterOutputStream(text, new Deflater(9))) {
            deflated.write(new byte[64 << 20]);
        }
        byte[] png = TestImages.golden("palette-16.png");
        byte[] bomb = spliced(png, 33, TestImages.pngChunk("zTXt", text.toByteArray()));
        allocated(png);

        assertThat(allocated(bomb)).isLessThan(10 * MEGABYTE);
    }

    @Test
    void commentsInAGifAreNotJoined() throws Exception {
        byte[] gif = TestImages.golden("palette.gif");
        byte[] comment = new byte[9 << 20];
        Arrays.fill(comment, (byte) 255);
        comment[0] = 0x21;
        comment[1] = (byte) 0xfe;
        int last = 2 + (comment.length - 3) / 256 * 256;
        byte[] bomb = spliced(gif, 13 + 3 * 64, Arrays.copyOf(comment, last + 1));
        bomb[13 + 3 * 64 + last] = 0;
        allocated(gif);

        assertThat(allocated(bomb)).isLessThan(10 * MEGABYTE);
    }

    @Test
    void aJpegOfEndlessScansIsRefused() {
        byte[] jpeg = TestImages.golden("progressive.jpg");
        int scan = indexOf(jpeg, 0xff, 0xda);
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        bomb.write(jpeg, 0, scan);
        for (int i = 0; i < 65; i++) {
            bomb.writeBytes(new byte[] {(byte) 0xff, (byte) 0xda, 0, 8, 1, 1, 0, 0, 0, 1});
        }
        bomb.writeBytes(new byte[] {(byte) 0xff, (byte) 0xd9});

        assertThat(refusal(bomb.toByteArray())).isEqualTo(DeadLetterReason.UNDECODABLE);
    }

    @Test
    void aDamagedPngIsRefusedByItsChecksum() {
        byte[] png = TestImages.golden("rgb.png");
        png[png.length / 2] ^= 1;

        assertThat(refusal(png)).isEqualTo(DeadLetterReason.UNDECODABLE);
    }

    @ParameterizedTest
    @CsvSource({
        "rgb.tif, 278, 0, UNDECODABLE",
        "rgb.tif, 273, 1000000, TRUNCATED",
        "rgb.tif, 279, 1000000, TRUNCATED",
        "rgb.tif, 259, 34712, UNSUPPORTED_FORMAT",
        "rgb.tif, 262, 8, UNSUPPORTED_COLOR_MODEL",
        "rgb.tif, 277, 4, UNSUPPORTED_COLOR_MODEL",
        "grey-16.tif, 258, 64, UNSUPPORTED_COLOR_MODEL",
        "rgb.tif, 256, 2147483647, TOO_MANY_PIXELS",
        "rgb.tif, 257, 0, UNDECODABLE",
        "rgb.tif, 257, 4000, UNDECODABLE",
        "jpeg.tif, 256, 8, UNDECODABLE"
    })
    void aTiffWhoseTagsLieIsRefused(String file, int tag, int value, DeadLetterReason reason) {
        byte[] tiff = TestImages.golden(file);

        assertThat(refusal(withInt(tiff, tiffValue(tiff, tag), value))).isEqualTo(reason);
    }

    @Test
    void aTileIsNoLargerThanItsPageNeeds() {
        byte[] tiff = TestImages.golden("tiled-big-endian.tif");
        int tileWidth = indexOf(tiff, 0x01, 0x42, 0, 4, 0, 0, 0, 1) + 8;
        ByteBuffer.wrap(tiff).putInt(tileWidth, 1 << 30);

        assertThat(refusal(tiff)).isEqualTo(DeadLetterReason.UNDECODABLE);
    }

    @Test
    void aTiffWhoseNumbersHaveAnotherTypeIsReadTheSame() throws BadImageException {
        byte[] tiff = TestImages.golden("tiff-lzw.tif");
        byte[] widened = tiff.clone();
        for (int tag : new int[] {259, 262, 277}) {
            int value = tiffValue(widened, tag);
            withInt(widened, value - 6, 4 | 1 << 16); // type LONG, one value
        }

        assertThat(pixels(widened)).isEqualTo(pixels(tiff));
    }

    @Test
    void aWebpWithTheSameTransformTwiceIsRefused() {
        // Size 1 x 1, no alpha; twice "a transform follows, subtract green", lowest bits first.
        byte[] data = {0x2f, 0, 0, 0, 0, 0b10_1101};
        ByteBuffer webp = ByteBuffer.allocate(26).order(ByteOrder.LITTLE_ENDIAN);
        webp.put("RIFF".getBytes(US_ASCII))
                .putInt(18)
                .put("WEBPVP8L".getBytes(US_ASCII))
                .putInt(6)
                .put(data);

        assertThat(refusal(webp.array())).isEqualTo(DeadLetterReason.UNDECODABLE);
    }

    @Test
    void aWebpOfMorePrefixCodesThanAnyPictureUsesIsRefused() {
        // Size 1 x 1; no transform, no cache, groups by a picture of one pixel, whose green and red are 255; in bits
        // 0 0 1 000 0, twice 1 0 1 11111111, and three times 1 0 0 0, lowest first.
        byte[] data = {
            0x2f, 0, 0, 0, 0, (byte) 0b1000_0100, (byte) 0b1111_1110, (byte) 0b1111_0111, 0b0011_1111, 0b0010_0010, 0
        };
        ByteBuffer webp = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
        webp.put("RIFF".getBytes(US_ASCII))
                .putInt(24)
                .put("WEBPVP8L".getBytes(US_ASCII))
                .putInt(12)
                .put(data);

        assertThat(refusal(webp.array())).isEqualTo(DeadLetterReason.UNDECODABLE);
    }

    @Test
    void aDamagedWebpTakesNoMoreThanItsPixelsNeed() {
        byte[] webp = TestImages.golden("lossless.webp");
        for (int at = 25; at < webp.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] damaged = webp.clone();
                damaged[at] ^= (byte) (1 << bit);
                assertThat(allocatedOrRefused(damaged)).isLessThan(100 * MEGABYTE);
            }
        }
    }

    private static long allocatedOrRefused(byte[] bytes) {
        try {
            return allocated(bytes);
        } catch (BadImageException refused) {
            return 0;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "30, 4, UNSUPPORTED_FORMAT", // a JPEG
        "30, 5, UNSUPPORTED_FORMAT", // a PNG
        "46, 1000000000, TRUNCATED", // colours
        "34, 1000000000, TRUNCATED", // bytes of runs
        "10, 1000000000, TRUNCATED" // offset of the pixels
    })
    void aBmpWhoseHeaderLiesIsRefused(int at, int value, DeadLetterReason reason) {
        assertThat(refusal(withInt(TestImages.golden("rle.bmp"), at, value))).isEqualTo(reason);
    }

    @Test
    void aPictureOfAnotherSizeThanItsHeaderIsRefused() {
        byte[] webp = TestImages.golden("lossless.webp");
        byte[] twice = Arrays.copyOf(webp, webp.length);
        twice[21] ^= 4;

        assertThat(refusal(twice)).isIn(DeadLetterReason.UNDECODABLE, DeadLetterReason.TRUNCATED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cmyk.jpg",
                "lossy.webp",
                "lossless.webp",
                "lossy-alpha.webp",
                "animated.webp",
                "rgb.tif",
                "tiff-lzw.tif",
                "rle.bmp",
                "interlaced.png"
            })
    void aFileCutAnywhereIsRefused(String file) {
        byte[] whole = TestImages.golden(file);

        for (int length = 1; length < whole.length - 1; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            BadImageException refused = catchThrowableOfType(BadImageException.class, () -> Images.decode(cut, LIMITS));
            assertThat(refused)
                    .as("%s cut to %d of %d bytes", file, length, whole.length)
                    .isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"baseline.jpg", "rgb.png", "palette.gif", "rgb.bmp", "lossless.webp", "rgb.tif"})
    void whateverFollowsThePictureIsLeftOut(String file) throws BadImageException {
        byte[] whole = TestImages.golden(file);
        byte[] zip = {'P', 'K', 3, 4, 0, 0, 0};

        assertThat(pixels(spliced(whole, whole.length, zip))).isEqualTo(pixels(whole));
    }

    private static int[] pixels(byte[] bytes) throws BadImageException {
        var image = Images.decode(bytes, LIMITS);
        return image.getRaster().getPixels(0, 0, image.getWidth(), image.getHeight(), (int[]) null);
    }
}
