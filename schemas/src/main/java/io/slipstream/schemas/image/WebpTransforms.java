package io.slipstream.schemas.image;

import io.slipstream.schemas.record.DeadLetterReason;
import java.util.BitSet;

/**
 * The transforms at the start of a lossless WebP picture, of which each kind may come once. The decoder takes any
 * number of them, each with a picture of its own and a walk over all pixels: a kilobyte would stand for gigabytes.
 *
 * <p>Source: RFC 9649, sections 3.5 and 3.7. What lies between the transforms is read to find their ends, and not kept.
 */
final class WebpTransforms {

    private static final int PREDICTOR = 0;
    private static final int COLOR = 1;
    private static final int SUBTRACT_GREEN = 2;
    private static final int LITERALS = 256;
    private static final int LENGTHS = 24;
    private static final int DISTANCES = 40;

    private final LowBitsFirst bits;

    private WebpTransforms(LowBitsFirst bits) {
        this.bits = bits;
    }

    /**
     * Refuses a picture with a transform that comes twice.
     *
     * @param bits at the first transform
     */
    static void requireOneOfAKind(LowBitsFirst bits, int width, int height) throws BadImageException {
        BitSet seen = new BitSet();
        WebpTransforms transforms = new WebpTransforms(bits);
        int columns = width;
        while (bits.bit() == 1) {
            int kind = bits.bits(2);
            if (seen.get(kind)) {
                throw new BadImageException(
                        DeadLetterReason.UNDECODABLE, "expected a WebP's transforms once each, found one again");
            }
            seen.set(kind);
            columns = transforms.skip(kind, columns, height);
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

    private void skipPicture(long pixels) throws BadImageException {
        int cached = bits.bit() == 0 ? 0 : 1 << bits.bits(4);
        WebpPrefixCode green = WebpPrefixCode.read(bits, LITERALS + LENGTHS + cached);
        WebpPrefixCode[] others = new WebpPrefixCode[3];
        for (int i = 0; i < others.length; i++) {
            others[i] = WebpPrefixCode.read(bits, LITERALS);
        }
        WebpPrefixCode distance = WebpPrefixCode.read(bits, DISTANCES);
        for (long left = pixels; left > 0; ) {
            int symbol = green.symbol(bits);
            if (symbol < LITERALS) {
                for (WebpPrefixCode other : others) {
                    other.symbol(bits);
                }
                left--;
            } else if (symbol < LITERALS + LENGTHS) {
                left -= number(symbol - LITERALS);
                number(distance.symbol(bits));
            } else {
                left--;
            }
        }
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
