package io.slipstream.schemas.image;

import java.util.List;
import java.util.Optional;

/** The image formats that are read, each known by its leading bytes. None starts with a zero byte. */
enum Format {
    JPEG("image/jpeg", 12, "\u00ff\u00d8\u00ff"),
    PNG("image/png", 16, "\u0089PNG\r\n\u001a\n"),
    GIF("image/gif", 8, "GIF8"),
    BMP("image/bmp", 8, "BM"),
    WEBP("image/webp", 24, "RIFF\uffff\uffff\uffff\uffffWEBP"),
    TIFF("image/tiff", 24, "II*\0", "MM\0*");

    /** Stands for any byte in {@link #magics}. */
    private static final char ANY = '\uffff';

    private static final List<Format> ALL = List.of(values());

    final String contentType;

    /**
     * The most heap that a pixel takes while it is decoded, turned and measured: lossy WebP keeps planes of its own, a TIFF
     * of 16 bits and alpha may be one strip, which is unpacked as a whole.
     */
    final int bytesPerPixel;

    /** The leading bytes, one per character. */
    @SuppressWarnings("ImmutableEnumChecker") // List.of is
    private final List<String> magics;

    Format(String contentType, int bytesPerPixel, String... magics) {
        this.contentType = contentType;
        this.bytesPerPixel = bytesPerPixel;
        this.magics = List.of(magics);
    }

    static Optional<Format> of(byte[] bytes) {
        // Loops, because this is done for every image that is sent, and streams take longer than the rest of the check.
        for (Format format : ALL) {
            for (String magic : format.magics) {
                if (startsWith(bytes, magic)) {
                    return Optional.of(format);
                }
            }
        }
        return Optional.empty();
    }

    private static boolean startsWith(byte[] bytes, String magic) {
        if (bytes.length < magic.length()) {
            return false;
        }
        for (int i = 0; i < magic.length(); i++) {
            char expected = magic.charAt(i);
            if (expected != ANY && expected != (bytes[i] & 0xff)) {
                return false;
            }
        }
        return true;
    }
}
