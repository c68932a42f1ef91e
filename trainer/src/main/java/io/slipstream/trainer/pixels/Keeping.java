package io.slipstream.trainer.pixels;

/**
 * How the trainer keeps the pixels of images, from reading until they leave the replay buffer, and in checkpoints.
 *
 * <p>New images and replayed ones are kept alike, so that a network finds no difference between them. What is kept is a
 * function of the pixels. Thread-safe.
 *
 * @param form decoded or encoded
 * @param side side of the images in pixels, 1 or more
 * @param share where they are encoded, the share of its decoded size that an image takes at most, besides {@link #HEADER}
 *     bytes; 0.25 to 1
 */
public record Keeping(Form form, int side, double share) {

    /** Bytes of a JPEG that say how to read it; the same few, however small the image. */
    static final int HEADER = 640;

    private static final int UNIT = 16; // a JPEG has whole units of pixels, whatever its side

    /** A form of pixels. */
    public enum Form {
        DECODED,
        ENCODED
    }

    /** Decoded. */
    public static Keeping decoded(int side) {
        return new Keeping(Form.DECODED, side, 1);
    }

    /**
     * Pixels as they are kept.
     *
     * @param rgb uint8 RGB planes, {@code 3 * side * side} bytes
     */
    public Pixels keep(byte[] rgb) {
        return switch (form) {
            case DECODED -> new DecodedPixels(rgb);
            case ENCODED -> new EncodedPixels(FittingJpeg.of(rgb, side, bytes()));
        };
    }

    /** The same pixels as they are kept here; themselves where they are so already. */
    public Pixels keep(Pixels other) {
        Form otherForm = other instanceof EncodedPixels ? Form.ENCODED : Form.DECODED;
        return form == otherForm && other.kept().length <= bytes() ? other : keep(other.rgb());
    }

    /** Bytes that an image takes at most. */
    public int bytes() {
        return switch (form) {
            case DECODED -> bytes(side);
            case ENCODED -> HEADER + (int) Math.ceil(share * bytes((side + UNIT - 1) / UNIT * UNIT));
        };
    }

    private static int bytes(int side) {
        return Math.multiplyExact(3, Math.multiplyExact(side, side));
    }
}
