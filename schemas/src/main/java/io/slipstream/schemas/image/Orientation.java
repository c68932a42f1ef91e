package io.slipstream.schemas.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;

/**
 * Where the first row and the first column of a stored image belong, as cameras note instead of turning the pixels.
 *
 * <p>Source: TIFF 6.0, tag Orientation, and Exif 2.32, tag 0x0112; the constants are its values 1 to 8 in order.
 */
enum Orientation {
    UPRIGHT(false, false, false),
    MIRRORED(true, false, false),
    UPSIDE_DOWN(true, true, false),
    FLIPPED(false, true, false),
    TRANSPOSED(false, false, true),
    TURNED_LEFT(false, true, true),
    TRANSVERSED(true, true, true),
    TURNED_RIGHT(true, false, true);

    static final int TAG = 0x0112;

    /** Whether columns, and rows, are read from the far end; whether then rows become columns. */
    private final boolean reverseColumns;

    private final boolean reverseRows;
    private final boolean swapAxes;

    Orientation(boolean reverseColumns, boolean reverseRows, boolean swapAxes) {
        this.reverseColumns = reverseColumns;
        this.reverseRows = reverseRows;
        this.swapAxes = swapAxes;
    }

    /** The orientation of a tag's value; upright for values the specification does not know. */
    static Orientation ofTag(long value) {
        return value >= 1 && value <= values().length ? values()[(int) value - 1] : UPRIGHT;
    }

    /**
     * The orientation an Exif block states; upright if it states none or is damaged, for the pixels are sound all the
     * same.
     *
     * @param from where the block's TIFF header starts
     * @param to where the block ends
     */
    static Orientation ofExif(byte[] bytes, int from, int to) {
        try {
            return ofTag(TiffDirectory.first(bytes, from, to).number(TAG, 1));
        } catch (BadImageException damaged) {
            return UPRIGHT;
        }
    }

    /** The image as it is meant to be seen; the image itself if it is upright. Of type 3BYTE_BGR. */
    BufferedImage upright(BufferedImage stored) {
        if (this == UPRIGHT) {
            return stored;
        }
        int columns = stored.getWidth();
        int rows = stored.getHeight();
        BufferedImage turned =
                new BufferedImage(swapAxes ? rows : columns, swapAxes ? columns : rows, BufferedImage.TYPE_3BYTE_BGR);
        byte[] in = ((DataBufferByte) stored.getRaster().getDataBuffer()).getData();
        byte[] out = ((DataBufferByte) turned.getRaster().getDataBuffer()).getData();
        int right = 3 * (swapAxes ? (reverseColumns ? -rows : rows) : (reverseColumns ? -1 : 1));
        int down = 3 * (swapAxes ? (reverseRows ? -1 : 1) : (reverseRows ? -columns : columns));
        int start = (right < 0 ? -right * (columns - 1) : 0) + (down < 0 ? -down * (rows - 1) : 0);
        for (int row = 0, source = 0; row < rows; row++) {
            int target = start + row * down;
            for (int column = 0; column < columns; column++, source += 3, target += right) {
                out[target] = in[source];
                out[target + 1] = in[source + 1];
                out[target + 2] = in[source + 2];
            }
        }
        return turned;
    }
}
