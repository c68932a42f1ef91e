package io.slipstream.schemas.image;

import io.slipstream.schemas.record.DeadLetterReason;

/** One prefix code of a lossless WebP. Source: RFC 9649, section 3.7.2. */
final class WebpPrefixCode {

    private static final int LONGEST = 15;
    private static final int[] LENGTH_ORDER = {17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

    /** Symbols in the order of their codes. */
    private final int[] symbols;

    /** How many codes there are of each length. */
    private final int[] counts = new int[LONGEST + 1];

    private WebpPrefixCode(int[] lengths) {
        for (int length : lengths) {
            counts[length]++;
        }
        counts[0] = 0;
        int[] next = new int[LONGEST + 2];
        for (int length = 1; length <= LONGEST; length++) {
            next[length + 1] = next[length] + counts[length];
        }
        symbols = new int[next[LONGEST + 1]];
        for (int symbol = 0; symbol < lengths.length; symbol++) {
            if (lengths[symbol] > 0) {
                symbols[next[lengths[symbol]]++] = symbol;
            }
        }
    }

    /** Reads the code of an alphabet of so many symbols. */
    static WebpPrefixCode read(LowBitsFirst bits, int alphabet) throws BadImageException {
        int[] lengths = new int[alphabet];
        if (bits.bit() == 1) {
            boolean two = bits.bit() == 1;
            lengths[known(bits.bits(bits.bit() == 1 ? 8 : 1), alphabet)] = 1;
            if (two) {
                lengths[known(bits.bits(8), alphabet)] = 1;
            }
        } else {
            readLengths(bits, lengths);
        }
        return new WebpPrefixCode(lengths);
    }

    private static void readLengths(LowBitsFirst bits, int[] lengths) throws BadImageException {
        int[] codeLengths = new int[LENGTH_ORDER.length];
        int given = 4 + bits.bits(4);
        for (int i = 0; i < given; i++) {
            codeLengths[LENGTH_ORDER[i]] = bits.bits(3);
        }
        WebpPrefixCode code = new WebpPrefixCode(codeLengths);
        int left = bits.bit() == 0 ? lengths.length : 2 + bits.bits(2 + 2 * bits.bits(3));
        int previous = 8;
        for (int symbol = 0; symbol < lengths.length && left > 0; left--) {
            int found = code.symbol(bits);
            int repeat = 1;
            int length = found;
            if (found == 16) {
                repeat = 3 + bits.bits(2);
                length = previous;
            } else if (found == 17) {
                repeat = 3 + bits.bits(3);
                length = 0;
            } else if (found == 18) {
                repeat = 11 + bits.bits(7);
                length = 0;
            } else if (found > 0) {
                previous = found;
            }
            known(symbol + repeat - 1, lengths.length);
            for (int i = 0; i < repeat; i++) {
                lengths[symbol++] = length;
            }
        }
    }

    private static int known(int symbol, int alphabet) throws BadImageException {
        if (symbol >= alphabet) {
            throw new BadImageException(
                    DeadLetterReason.UNDECODABLE,
                    "expected a WebP's symbol to be less than " + alphabet + ", found " + symbol);
        }
        return symbol;
    }

    /** The next symbol; the only one there is takes no bits. */
    int symbol(LowBitsFirst bits) throws BadImageException {
        if (symbols.length == 1) {
            return symbols[0];
        }
        int code = 0;
        int first = 0;
        int index = 0;
        for (int length = 1; length <= LONGEST; length++) {
            code |= bits.bit();
            int count = counts[length];
            if (code - first < count) {
                return symbols[index + code - first];
            }
            index += count;
            first = (first + count) << 1;
            code <<= 1;
        }
        throw new BadImageException(DeadLetterReason.UNDECODABLE, "expected a prefix code of a WebP, found none");
    }
}
