package io.slipstream.schemas.image;

import io.slipstream.schemas.record.DeadLetterReason;
import java.util.BitSet;

/**
 * What stands before the pixels of a lossless WebP picture: transforms, of which each kind may come once, and the number
 * of groups of prefix codes. The decoder takes any number of both. Each transform has a picture of its own and walks over
 * all pixels, and a group takes kilobytes for 20 bits of file: a few bytes would stand for gigabytes.
 *
 * <p>Source: RFC 9649, sections 3.5 and 3.7. The pictures in between are read to find their ends, and not kept.
 */
final class WebpPreamble {

    private static final int PREDICTOR = 0;
    private static final int COLOR = 1;
    private static final int SUBTRACT_GREEN = 2;
    private static final int LITERALS = 256;
    private static final int LENGTHS = 24;
    private static final int DISTANCES = 40;

    /** Each takes the decoder about 5 KiB; libwebp writes at most 2,600. */
    private static final int MOST_GROUPS = 1 << 13;

    private final LowBitsFirst bits;

    private WebpPreamble(LowBitsFirst bits) {
        this.bits = bits;
    }

    /**
     * Refuses a picture with a transform that comes twice, or with more groups than a picture can use.
     *
     * @param bits at the first transform
     */
    static void requireBounded(LowBitsFirst bits, int width, int height) throws BadImageException {
        BitSet seen = new BitSet();
        WebpPreamble preamble = new WebpPreamble(bits);
        int columns = width;
        while (bits.bit() == 1) {
            int kind = bits.bits(2);
            if (seen.get(kind)) {
                throw new BadImageException(
                        DeadLetterReason.UNDECODABLE, "expected a WebP's transforms once each, found one again");
            }
            seen.set(kind);
            columns = preamble.skip(kind, columns, height);
        }
        preamble.requireFewGroups(columns, height);
    }

    private void requireFewGroups(int width, int height) throws BadImageException {
        if (bits.bit() == 1) {
            bits.bits(4); // size of the colour cache
        }
        if (bits.bit() == 0) {
            return; // one group
        }
        int block = 1 << (2 + bits.bits(3));
        int groups = 1 + skipPicture((long) ceilDiv(width, block) * ceilDiv(height, block));
        if (groups > MOST_GROUPS) {
            throw new BadImageException(
                    DeadLetterReason.UNDECODABLE,
                    "expected at most " + MOST_GROUPS + " groups of prefix codes in a WebP, found " + groups);
        }
    }

    /** Skips a transform and returns how many columns the picture has after it. */
    private int skip(int kind, int width, int height) throws BadImageException {
        switch (kind) {
            case SUBTRACT_GREEN -> {
                return width;
            }
            case PREDICTOR, COLOR -> {
                int block = 1 << (2 + bits.bits(3));
                skipPicture((long) ceilDiv(width, block) * ceilDiv(height, block));
                return width;
            }
            default -> {
                int colors = 1 + bits.bits(8);
                skipPicture(colors);
                int pixelsPerByte = colors <= 2 ? 8 : colors <= 4 ? 4 : colors <= 16 ? 2 : 1;
                return ceilDiv(width, pixelsPerByte);
            }
        }
    }

    /** Skips a picture and returns the largest number that red and green of a pixel make up. */
    private int skipPicture(long pixels) throws BadImageException {
        int cached = bits.bit() == 0 ? 0 : 1 << bits.bits(4);
        WebpPrefixCode green = WebpPrefixCode.read(bits, LITERALS + LENGTHS + cached);
        WebpPrefixCode[] others = new WebpPrefixCode[3];
        for (int i = 0; i < others.length; i++) {
            others[i] = WebpPrefixCode.read(bits, LITERALS);
        }
        WebpPrefixCode distance = WebpPrefixCode.read(bits, DISTANCES);
        int largest = 0;
        for (long left = pixels; left > 0; ) {
            int symbol = green.symbol(bits);
            if (symbol < LITERALS) {
                // Every other pixel is a copy of a literal one, or zero.
                int red = others[0].symbol(bits);
                others[1].symbol(bits);
                others[2].symbol(bits);
                largest = Math.max(largest, red << 8 | symbol);
                left--;
            } else if (symbol < LITERALS + LENGTHS) {
                left -= number(symbol - LITERALS);
                number(distance.symbol(bits));
            } else {
                left--;
            }
        }
        return largest;
    }

    /** A length or distance: a prefix that says how many bits follow, and these. */
    private int number(int prefix) throws BadImageException {
        if (prefix < 4) {
            return prefix + 1;
        }
        int extra = (prefix - 2) >> 1;
        return ((2 + (prefix & 1)) << extra) + bits.bits(extra) + 1;
    }

    private static int ceilDiv(int a, int b) {
        return (a + b - 1) / b;
    }
}
