package io.slipstream.schemas.image;

import java.util.List;
import java.util.Optional;

/** The image formats that are read, each known by its leading bytes. None starts with a zero byte. */
enum Format {
    JPEG("image/jpeg", "\u00ff\u00d8\u00ff"),
    PNG("image/png", "\u0089PNG\r\n\u001a\n"),
    GIF("image/gif", "GIF8"),
    BMP("image/bmp", "BM"),
    WEBP("image/webp", "RIFF\uffff\uffff\uffff\uffffWEBP"),
    TIFF("image/tiff", "II*\0", "MM\0*");

    /** Stands for any byte in {@link #magics}. */
    private static final char ANY = '\uffff';

    private static final List<Format> ALL = List.of(values());

    final String contentType;

    /** The leading bytes, one per character. */
    @SuppressWarnings("ImmutableEnumChecker") // List.of is
    private final List<String> magics;

    Format(String contentType, String... magics) {
        this.contentType = contentType;
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
