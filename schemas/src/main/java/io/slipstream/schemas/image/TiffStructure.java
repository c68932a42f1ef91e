package io.slipstream.schemas.image;

import io.slipstream.schemas.record.DeadLetterReason;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;

/** The first page of a TIFF file. Source: Adobe, TIFF 6.0, sections 2 to 15. Nothing is decoded. */
final class TiffStructure {

    static final int WIDTH = 256;
    static final int HEIGHT = 257;
    static final int COMPRESSION = 259;
    static final int SAMPLES = 277;
    static final int JPEG = 7;

    private static final int BITS = 258;
    private static final int PHOTOMETRIC = 262;
    private static final int EXTRA_SAMPLES = 338;
    private static final int SAMPLE_FORMAT = 339;
    private static final int UNSIGNED = 1;

    /** What pixels depend on, and nothing that leads elsewhere in the file. */
    private static final Set<Integer> KEPT = Set.of(
            WIDTH,
            HEIGHT,
            BITS,
            COMPRESSION,
            PHOTOMETRIC,
            266,
            273,
            SAMPLES,
            278,
            279,
            284,
            292,
            293,
            317,
            320,
            322,
            323,
            324,
            325,
            332,
            EXTRA_SAMPLES,
            SAMPLE_FORMAT,
            347,
            529,
            530,
            531,
            532);

    /** None, CCITT modified Huffman, group 3 and group 4, LZW, JPEG, Deflate (two numbers of it) and PackBits. */
    private static final Set<Integer> COMPRESSIONS = Set.of(1, 2, 3, 4, 5, JPEG, 8, 32946, 32773);

    private static final int WHITE_IS_ZERO = 0;
    private static final int BLACK_IS_ZERO = 1;
    private static final int RGB = 2;
    private static final int PALETTE = 3;
    private static final int CMYK = 5;
    private static final int YCBCR = 6;

    private TiffStructure() {}

    /** Reads the first directory. */
    static ImageHeader header(byte[] bytes) throws BadImageException {
        TiffDirectory page = TiffDirectory.first(bytes, 0, bytes.length);
        requireKnown(page);
        return new ImageHeader(
                Format.TIFF.contentType, clamped(page.number(WIDTH, 0)), clamped(page.number(HEIGHT, 0)));
    }

    /**
     * The first page alone: the file with a directory of only what pixels need.
     *
     * @throws BadImageException if a strip or tile lies outside the file, or they are not as many and as large as the
     *     page
     */
    static Picture picture(byte[] bytes) throws BadImageException {
        TiffDirectory page = TiffDirectory.first(bytes, 0, bytes.length);
        TiffSegments.require(bytes, page);
        Orientation orientation = Orientation.ofTag(page.number(Orientation.TAG, 1));
        byte[] offset = ByteBuffer.allocate(4)
                .order(page.byteOrder())
                .putInt(bytes.length)
                .array();
        byte[] file = new Excerpt(bytes)
                .keep(0, 4)
                .insert(offset)
                .keep(8, bytes.length)
                .insert(page.only(KEPT))
                .bytes();
        return new Picture(file, orientation);
    }

    private static int clamped(long size) {
        return (int) Math.min(Integer.MAX_VALUE, size);
    }

    private static void requireKnown(TiffDirectory page) throws BadImageException {
        int compression = (int) page.number(COMPRESSION, 1);
        if (!COMPRESSIONS.contains(compression)) {
            throw new BadImageException(
                    DeadLetterReason.UNSUPPORTED_FORMAT,
                    "expected a TIFF's compression to be one of "
                            + COMPRESSIONS.stream().sorted().toList() + ", found " + compression);
        }
        int photometric = (int) page.number(PHOTOMETRIC, -1);
        long samples = page.number(SAMPLES, 1);
        int bits = bits(page, samples);
        boolean unsigned = page.number(SAMPLE_FORMAT, UNSIGNED) == UNSIGNED;
        boolean alpha = page.count(EXTRA_SAMPLES) == 1 && isAlpha(page.number(EXTRA_SAMPLES, 0));
        long colors = samples - (alpha ? 1 : 0);
        boolean known = unsigned
                && bits > 0
                && switch (photometric) {
                    case WHITE_IS_ZERO, BLACK_IS_ZERO -> colors == 1 && (!alpha || bits >= 8);
                    case PALETTE -> samples == 1 && bits <= 8;
                    case RGB -> colors == 3 && bits >= 8;
                    case CMYK -> samples == 4 && bits >= 8;
                    case YCBCR -> samples == 3 && compression == JPEG;
                    default -> false;
                };
        if (!known) {
            throw new BadImageException(
                    DeadLetterReason.UNSUPPORTED_COLOR_MODEL,
                    "expected a TIFF of grey, palette, RGB or CMYK, of whole numbers, found photometric interpretation "
                            + photometric + " of " + samples + " samples of " + bits + " bits");
        }
    }

    /** 1 is alpha that the colours were multiplied with, 2 is alpha that they were not. */
    private static boolean isAlpha(long extraSample) {
        return extraSample == 1 || extraSample == 2;
    }

    /** The bits of each sample; 0 if they differ or are of no known number. */
    private static int bits(TiffDirectory page, long samples) throws BadImageException {
        long[] bits = page.numbers(BITS, 5);
        if (bits.length == 0) {
            return 1;
        }
        long first = bits[0];
        boolean known = bits.length == samples
                && Arrays.stream(bits).allMatch(bit -> bit == first)
                && (first == 1 || first == 2 || first == 4 || first == 8 || first == 16);
        return known ? (int) first : 0;
    }
}
