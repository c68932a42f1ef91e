package io.slipstream.schemas.image;

import io.slipstream.schemas.record.DeadLetterReason;
import java.awt.image.BufferedImage;

/**
 * Encoded images: JPEG (8 bits, baseline or progressive), PNG, GIF, WebP (of both the first frame), BMP and TIFF (the
 * first page). docs/formats.md says which variants.
 *
 * <p>Decoding is bounded whatever the bytes say: what the header states is checked against the limits, the decoder gets
 * the picture alone, and it has to find the size the header stated. What that takes, {@link DecodingMemory} bounds for all
 * threads of a process.
 *
 * <p>An image is refused with one of these reasons, the first that applies: EMPTY, TOO_MANY_BYTES, UNSUPPORTED_FORMAT,
 * UNSUPPORTED_COLOR_MODEL, TOO_MANY_PIXELS, TRUNCATED, UNDECODABLE. All methods are pure and thread-safe.
 */
public final class Images {

    private Images() {}

    /**
     * Reads the header only: no pixel is decoded or allocated, and a file whose body is cut off still has a header.
     *
     * @throws BadImageException if it is not the header of an image within the limits
     */
    public static ImageHeader readHeader(byte[] bytes, ImageLimits limits) throws BadImageException {
        Format format = format(bytes, limits);
        ImageHeader header =
                switch (format) {
                    case JPEG -> JpegStructure.header(bytes);
                    case PNG -> PngStructure.header(bytes);
                    case GIF -> GifStructure.header(bytes);
                    case BMP -> BmpStructure.header(bytes);
                    case WEBP -> WebpStructure.header(bytes);
                    case TIFF -> TiffStructure.header(bytes);
                };
        if (header.width() <= 0 || header.height() <= 0) {
            throw new BadImageException(
                    DeadLetterReason.UNDECODABLE,
                    "expected a width and height of at least 1, found " + header.width() + " x " + header.height());
        }
        if (header.pixels() > limits.maxPixels()) {
            throw new BadImageException(
                    DeadLetterReason.TOO_MANY_PIXELS,
                    "expected at most " + limits.maxPixels() + " pixels, found " + header.width() + " x "
                            + header.height());
        }
        return header;
    }

    /**
     * Decodes an image after its header was found good and its file complete.
     *
     * @return the image as it is meant to be seen, turned as its Exif orientation says, as
     *     {@link BufferedImage#TYPE_3BYTE_BGR}; transparent parts are white
     * @throws BadImageException if it is refused; a decoder's warning counts as one unless every pixel is there
     */
    public static BufferedImage decode(byte[] bytes, ImageLimits limits) throws BadImageException {
        ImageHeader header = readHeader(bytes, limits);
        Format format = format(bytes, limits);
        Picture picture =
                switch (format) {
                    case JPEG -> JpegStructure.picture(bytes);
                    case PNG -> PngStructure.picture(bytes);
                    case GIF -> GifStructure.picture(bytes);
                    case BMP -> BmpStructure.picture(bytes);
                    case WEBP -> WebpStructure.picture(bytes);
                    case TIFF -> TiffStructure.picture(bytes);
                };
        BufferedImage image = Decoder.decode(format, header, picture.bytes());
        return picture.orientation().upright(RgbImage.of(image));
    }

    /**
     * The pixels an encoder sees: the central square, resized to {@code size}. Shrinking by more than 2 averages areas,
     * anything else is bilinear; an image that is {@code size} pixels on its short side is cut, not resized.
     *
     * @param image of any colour model, converted as by {@link #decode}
     * @param size  side of the square in pixels, 1 or more
     * @return {@code 3 * size * size} unsigned bytes: the planes red, green, blue, each row by row
     */
    public static byte[] toRgb(BufferedImage image, int size) {
        if (size < 1) {
            throw new IllegalArgumentException("expected a size of at least 1, found " + size);
        }
        return SquareCrop.planes(image, size);
    }

    private static Format format(byte[] bytes, ImageLimits limits) throws BadImageException {
        if (bytes.length == 0) {
            throw new BadImageException(DeadLetterReason.EMPTY, "expected an image, found 0 bytes");
        }
        if (bytes.length > limits.maxBytes().bytes()) {
            throw new BadImageException(
                    DeadLetterReason.TOO_MANY_BYTES,
                    "expected at most " + limits.maxBytes() + ", found " + bytes.length + " bytes");
        }
        return Format.of(bytes)
                .orElseThrow(() -> new BadImageException(
                        DeadLetterReason.UNSUPPORTED_FORMAT,
                        "expected a JPEG, PNG, GIF, BMP, WebP or TIFF, found other leading bytes"));
    }
}
