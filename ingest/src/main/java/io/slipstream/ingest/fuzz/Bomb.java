package io.slipstream.ingest.fuzz;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Small files that stand for as many pixels as the default limits allow, for more, or for endless work beside the
 * pixels. Made when they are first asked for, and the same every time.
 */
enum Bomb {
    /** 49 million pixels of 8 bytes each. */
    PNG_PIXELS("png-pixels.png", () -> png(7000, 16, 6, new byte[0], zeros(7000L * (1 + 7000 * 8)))),
    PNG_OVER_LIMIT("png-over-limit.png", () -> png(30_000, 8, 2, new byte[0], zeros(1 << 20))),
    /** The picture is small, what is deflated behind it is not. */
    PNG_MORE_DATA("png-more-data.png", () -> png(16, 8, 2, new byte[0], zeros(256L << 20))),
    PNG_TEXT("png-text.png", () -> png(16, 8, 3, palette(), zeros(16 * 17))),
    GIF_PIXELS("gif-pixels.gif", () -> gif(7000, new byte[0])),
    GIF_COMMENTS("gif-comments.gif", () -> gif(16, comments(9 << 20))),
    GIF_OVER_LIMIT("gif-over-limit.gif", () -> gif(65_535, new byte[0])),
    JPEG_SCANS("jpeg-scans.jpg", () -> scans(7000, 64)),
    JPEG_MORE_SCANS("jpeg-more-scans.jpg", () -> scans(7000, 5000)),
    BMP_RUNS("bmp-runs.bmp", () -> bmp(7000)),
    WEBP_PIXELS("webp-pixels.webp", () -> webp(7000, 0)),
    WEBP_OVER_LIMIT("webp-over-limit.webp", () -> webp(16_384, 0)),
    /** Every transform holds a picture of a sixteenth of the pixels, and changes all of them. */
    WEBP_TRANSFORMS("webp-transforms.webp", () -> webp(7000, 1000)),
    /** One pixel, and the codes of 65,536 kinds of pixels. */
    WEBP_CODES("webp-codes.webp", Bomb::webpCodes),
    TIFF_PIXELS("tiff-pixels.tif", () -> tiff(7000, 1, false)),
    TIFF_SHARED_STRIPS("tiff-shared-strips.tif", () -> tiff(7000, 7000, true)),
    TIFF_OVER_LIMIT("tiff-over-limit.tif", () -> tiff(60_000, 1, false));

    private final String file;

    @SuppressWarnings("ImmutableEnumChecker") // holds nothing
    private final Supplier<byte[]> maker;

    @SuppressWarnings("ImmutableEnumChecker") // made once; whoever damages it damages a copy
    private volatile byte[] made = {};

    Bomb(String file, Supplier<byte[]> maker) {
        this.file = file;
        this.maker = maker;
    }

    static Seed any(SplittableRandom random) {
        return values()[random.nextInt(values().length)].seed();
    }

    Seed seed() {
        if (made.length == 0) {
            made = maker.get();
        }
        return new Seed(file, made);
    }

    private static byte[] zeros(long count) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, new Deflater(9))) {
            byte[] block = new byte[1 << 16];
            for (long left = count; left > 0; left -= block.length) {
                out.write(block, 0, (int) Math.min(left, block.length));
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static byte[] png(int side, int depth, int color, byte[] before, byte[] data) {
        ByteBuffer png = ByteBuffer.allocate(8 + 25 + before.length + 12 + data.length + 12);
        png.putLong(0x89504e470d0a1a0aL)
                .putInt(13)
                .put("IHDR".getBytes(US_ASCII))
                .putInt(side)
                .putInt(side);
        png.put(new byte[] {(byte) depth, (byte) color, 0, 0, 0}).putInt(0).put(before);
        png.putInt(data.length).put("IDAT".getBytes(US_ASCII)).put(data).putInt(0);
        png.putInt(0).put("IEND".getBytes(US_ASCII)).putInt(0);
        return PngChecksums.repaired(png.array());
    }

    /** A palette, and a text that inflates to 256 MiB. */
    private static byte[] palette() {
        byte[] text = zeros(256 << 20);
        return ByteBuffer.allocate(12 + 6 + 12 + 3 + text.length)
                .putInt(6)
                .put("PLTE".getBytes(US_ASCII))
                .put(new byte[] {0, 0, 0, 1, 1, 1})
                .putInt(0)
                .putInt(3 + text.length)
                .put("zTXt".getBytes(US_ASCII))
                .put(new byte[] {'a', 0, 0})
                .put(text)
                .putInt(0)
                .array();
    }

    /** Codes of 12 bits for runs that grow, one after another, until the frame is full. */
    private static byte[] gif(int side, byte[] before) {
        ByteArrayOutputStream gif = new ByteArrayOutputStream();
        byte low = (byte) side;
        byte high = (byte) (side >> 8);
        gif.writeBytes("GIF89a".getBytes(US_ASCII));
        gif.writeBytes(new byte[] {low, high, low, high, (byte) 0x80, 0, 0, 0, 0, 0, 1, 1, 1});
        gif.writeBytes(before);
        gif.writeBytes(new byte[] {0x2c, 0, 0, 0, 0, low, high, low, high, 0, 2});
        byte[] codes = lzw((long) side * side);
        for (int from = 0; from < codes.length; from += 255) {
            int length = Math.min(255, codes.length - from);
            gif.write(length);
            gif.write(codes, from, length);
        }
        gif.writeBytes(new byte[] {0, 0x3b});
        return gif.toByteArray();
    }

    private static byte[] lzw(long pixels) {
        int clear = 4;
        BitWriter codes = new BitWriter().put(clear, 3);
        int size = 3;
        int next = clear + 2;
        long left = pixels - 1;
        codes.put(0, size);
        for (int run = 2; left > 0; run++) {
            // The code that is about to be defined: the last run and its first pixel again.
            codes.put(next, size);
            left -= run;
            next++;
            if (next == 1 << size && size < 12) {
                size++;
            }
            if (next == 4095) {
                codes.put(clear, size);
                size = 3;
                next = clear + 2;
                codes.put(0, size);
                left--;
                run = 1;
            }
        }
        return codes.put(clear + 1, size).bytes();
    }

    private static byte[] comments(int length) {
        byte[] comments = new byte[2 + length / 256 * 256 + 1];
        Arrays.fill(comments, (byte) 255);
        comments[0] = 0x21;
        comments[1] = (byte) 0xfe;
        comments[comments.length - 1] = 0;
        return comments;
    }

    /** A progressive JPEG of one grey component whose scans refine nothing, again and again. */
    private static byte[] scans(int side, int count) {
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        jpeg.writeBytes(new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xdb, 0, 67, 0});
        byte[] steps = new byte[64];
        Arrays.fill(steps, (byte) 1);
        jpeg.writeBytes(steps);
        byte high = (byte) (side >> 8);
        jpeg.writeBytes(
                new byte[] {(byte) 0xff, (byte) 0xc2, 0, 11, 8, high, (byte) side, high, (byte) side, 1, 1, 17, 0});
        // In each table one code of one bit: no difference, and the end of the next 16384 blocks.
        for (byte[] table : new byte[][] {{0, 0}, {16, (byte) 0xe0}}) {
            jpeg.writeBytes(new byte[] {(byte) 0xff, (byte) 0xc4, 0, 20, table[0], 1, 0, 0, 0, 0, 0, 0, 0});
            jpeg.writeBytes(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, table[1]});
        }
        jpeg.writeBytes(new byte[] {(byte) 0xff, (byte) 0xda, 0, 8, 1, 1, 0, 0, 0, 0});
        jpeg.writeBytes(new byte[side / 8 * side / 64 + 1]);
        for (int scan = 1; scan < count; scan++) {
            jpeg.writeBytes(new byte[] {(byte) 0xff, (byte) 0xda, 0, 8, 1, 1, 0, 1, 63, 0});
            jpeg.writeBytes(new byte[2 * ((side / 8 * side / 8) >> 14)]);
        }
        jpeg.writeBytes(new byte[] {(byte) 0xff, (byte) 0xd9});
        return jpeg.toByteArray();
    }

    /** Run-length encoded rows, of which there are none. */
    private static byte[] bmp(int side) {
        return ByteBuffer.allocate(14 + 40 + 4 + 2)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("BM".getBytes(US_ASCII))
                .putInt(60)
                .putInt(0)
                .putInt(58)
                .putInt(40)
                .putInt(side)
                .putInt(side)
                .putShort((short) 1)
                .putShort((short) 8)
                .putInt(1)
                .putInt(2)
                .putLong(0)
                .putInt(1)
                .putInt(0)
                .putInt(0)
                .putShort((short) 0x0100)
                .array();
    }

    /** A lossless picture of one colour: each of its five codes has one symbol, of no bits. */
    private static byte[] webp(int side, int transforms) {
        BitWriter bits = new BitWriter().put(0x2f, 8).put(side - 1, 14).put(side - 1, 14);
        bits.put(0, 1 + 3); // no alpha, version 0
        for (int transform = 0; transform < transforms; transform++) {
            emptyCodes(bits.put(1, 1).put(0, 2 + 3 + 1)); // a predictor, the smallest blocks, no colour cache
        }
        emptyCodes(bits.put(0, 1 + 1 + 1)); // no transform, no colour cache, one group of codes
        return webp(bits);
    }

    private static byte[] webpCodes() {
        BitWriter bits = new BitWriter().put(0x2f, 8).put(0, 14 + 14 + 1 + 3);
        bits.put(0, 1 + 1).put(1, 1).put(0, 3 + 1); // no transform, no colour cache, many groups; their picture
        for (int code = 0; code < 2; code++) {
            bits.put(0b101, 3).put(255, 8); // simple, of one symbol of 8 bits: green and red of the highest group
        }
        for (int code = 0; code < 3; code++) {
            bits.put(0b0001, 4);
        }
        for (int group = 0; group < 1 << 16; group++) {
            emptyCodes(bits);
        }
        return webp(bits);
    }

    private static byte[] webp(BitWriter bits) {
        byte[] data = Arrays.copyOf(bits.bytes(), bits.bytes().length / 2 * 2 + 16); // decoders read ahead
        return ByteBuffer.allocate(20 + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF".getBytes(US_ASCII))
                .putInt(12 + data.length)
                .put("WEBPVP8L".getBytes(US_ASCII))
                .putInt(data.length)
                .put(data)
                .array();
    }

    private static void emptyCodes(BitWriter bits) {
        for (int code = 0; code < 5; code++) {
            bits.put(0b0001, 4); // simple, of one symbol, which has one bit: 0
        }
    }

    /** Grey rows in so many strips, one behind the other or all of them the same bytes. */
    private static byte[] tiff(int side, int strips, boolean shared) {
        byte[] strip = zeros(shared ? 4 << 20 : Math.min((long) side * side, 50 << 20));
        int lists = 8 + strip.length;
        int directory = lists + 8 * strips;
        ByteBuffer tiff = ByteBuffer.allocate(directory + 2 + 9 * 12 + 4).order(ByteOrder.LITTLE_ENDIAN);
        tiff.put("II*\0".getBytes(US_ASCII)).putInt(directory).put(strip);
        for (int i = 0; i < strips; i++) {
            tiff.putInt(lists + 4 * i, 8).putInt(lists + 4 * (strips + i), strip.length);
        }
        int offsets = strips == 1 ? 8 : lists;
        int lengths = strips == 1 ? strip.length : lists + 4 * strips;
        int[][] tags = {
            {256, 1, side},
            {257, 1, side},
            {258, 1, 8},
            {259, 1, 8},
            {262, 1, 1},
            {273, strips, offsets},
            {277, 1, 1},
            {278, 1, side / strips},
            {279, strips, lengths}
        };
        tiff.position(directory).putShort((short) tags.length);
        for (int[] tag : tags) {
            tiff.putShort((short) tag[0]).putShort((short) 4).putInt(tag[1]).putInt(tag[2]);
        }
        return tiff.array();
    }
}
