package io.slipstream.schemas.image;

import java.util.Arrays;
import java.util.Optional;

/** The image formats that are read, each known by its leading bytes. */
enum Format {
    JPEG("image/jpeg", "jpeg", "\u00ff\u00d8\u00ff"),
    PNG("image/png", "png", "\u0089PNG\r\n\u001a\n"),
    GIF("image/gif", "gif", "GIF8"),
    BMP("image/bmp", "bmp", "BM");

    final String contentType;

    /** The format's name in {@code javax.imageio}. */
    final String imageIoName;

    /** The leading bytes, one per character. */
    private final String magic;

    Format(String contentType, String imageIoName, String magic) {
        this.contentType = contentType;
        this.imageIoName = imageIoName;
        this.magic = magic;
    }

    static Optional<Format> of(byte[] bytes) {
        return Arrays.stream(values()).filter(format -> format.matches(bytes)).findFirst();
    }

    private boolean matches(byte[] bytes) {
        if (bytes.length < magic.length()) {
            return false;
        }
        for (int i = 0; i < magic.length(); i++) {
            if ((bytes[i] & 0xff) != magic.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
