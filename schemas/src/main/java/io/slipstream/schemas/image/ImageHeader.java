package io.slipstream.schemas.image;

/**
 * What an image's header says.
 *
 * @param contentType media type, for instance {@code image/jpeg}, by the leading bytes and not by any file name
 * @param width       in pixels as stored, before it is turned as its Exif orientation says; at least 1
 * @param height      in pixels as stored; at least 1
 */
public record ImageHeader(String contentType, int width, int height) {

    /** Width times height. */
    public long pixels() {
        return (long) width * height;
    }
}
