package io.slipstream.schemas.image;

import io.slipstream.schemas.record.DeadLetterReason;
import java.util.Arrays;

/**
 * The strips or tiles of a TIFF page. They have to lie in the file, no byte is used twice over, and there are as many
 * as cover the page: otherwise a few bytes could stand for years of decoding.
 */
final class TiffSegments {

    private static final int STRIP_OFFSETS = 273;
    private static final int ROWS_PER_STRIP = 278;
    private static final int STRIP_LENGTHS = 279;
    private static final int PLANAR = 284;
    private static final int TILE_WIDTH = 322;
    private static final int TILE_HEIGHT = 323;
    private static final int TILE_OFFSETS = 324;
    private static final int TILE_LENGTHS = 325;

    /** Each costs a decoder of its own. */
    private static final int MOST = 1 << 16;

    /** A tile may be larger than its page, up to this many pixels. */
    private static final int LARGEST_SPARE_TILE = 1 << 20;

    private TiffSegments() {}

    /** Refuses a page whose strips or tiles are not as above. */
    static void require(byte[] bytes, TiffDirectory page) throws BadImageException {
        boolean tiled = page.count(TILE_WIDTH) > 0;
        long width = page.number(TiffStructure.WIDTH, 0);
        long height = page.number(TiffStructure.HEIGHT, 0);
        long segmentWidth = tiled ? page.number(TILE_WIDTH, 0) : width;
        long segmentHeight =
                tiled ? page.number(TILE_HEIGHT, 0) : Math.min(height, page.number(ROWS_PER_STRIP, height));
        requireSize(segmentWidth, segmentHeight, Math.max(width * height, LARGEST_SPARE_TILE));
        long planes = page.number(PLANAR, 1) == 2 ? page.number(TiffStructure.SAMPLES, 1) : 1;
        long count = planes * ceilDiv(width, segmentWidth) * ceilDiv(height, segmentHeight);
        long[] offsets = page.numbers(tiled ? TILE_OFFSETS : STRIP_OFFSETS, MOST + 1);
        long[] lengths = page.numbers(tiled ? TILE_LENGTHS : STRIP_LENGTHS, MOST + 1);
        if (count > MOST || offsets.length < count || lengths.length < count) {
            throw new BadImageException(
                    DeadLetterReason.UNDECODABLE,
                    "expected " + count + " strips or tiles, of at most " + MOST + ", found " + offsets.length
                            + " offsets and " + lengths.length + " lengths");
        }
        requireInFile(bytes, offsets, lengths);
        if (page.number(TiffStructure.COMPRESSION, 1) == TiffStructure.JPEG) {
            for (int i = 0; i < count; i++) {
                int start = (int) offsets[i];
                byte[] segment = Arrays.copyOfRange(bytes, start, start + (int) lengths[i]);
                requireJpeg(segment, segmentWidth, segmentHeight);
            }
        }
    }

    private static void requireSize(long width, long height, long most) throws BadImageException {
        if (width <= 0 || height <= 0 || width > most / height) {
            throw new BadImageException(
                    DeadLetterReason.UNDECODABLE,
                    "expected strips or tiles of 1 to " + most + " pixels, found " + width + " x " + height);
        }
    }

    private static void requireInFile(byte[] bytes, long[] offsets, long[] lengths) throws BadImageException {
        long sum = 0;
        for (int i = 0; i < Math.min(offsets.length, lengths.length); i++) {
            Cursor cursor = new Cursor(bytes, 0);
            cursor.skip(offsets[i]);
            cursor.require(lengths[i]);
            sum += lengths[i];
        }
        if (sum > bytes.length) {
            throw new BadImageException(
                    DeadLetterReason.UNDECODABLE,
                    "expected strips or tiles that share no bytes, found " + sum + " bytes of them in a file of "
                            + bytes.length);
        }
    }

    /** A JPEG in a TIFF states its size a second time. */
    private static void requireJpeg(byte[] segment, long width, long height) throws BadImageException {
        if (Format.of(segment).orElse(null) != Format.JPEG) {
            throw new BadImageException(
                    DeadLetterReason.UNDECODABLE, "expected JPEGs in a TIFF's strips or tiles, found something else");
        }
        ImageHeader size = JpegStructure.header(segment);
        if (size.width() > width || size.height() > height) {
            throw new BadImageException(
                    DeadLetterReason.UNDECODABLE,
                    "expected JPEGs of at most " + width + " x " + height + " in a TIFF's strips or tiles, found "
                            + size.width() + " x " + size.height());
        }
        JpegStructure.picture(segment);
    }

    private static long ceilDiv(long a, long b) {
        return (a + b - 1) / b;
    }
}
