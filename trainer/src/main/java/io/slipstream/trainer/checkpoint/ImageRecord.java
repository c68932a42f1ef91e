package io.slipstream.trainer.checkpoint;

import io.slipstream.trainer.pixels.DecodedPixels;
import io.slipstream.trainer.pixels.EncodedPixels;
import io.slipstream.trainer.pixels.Pixels;
import io.slipstream.trainer.stream.TrainingImage;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.HexFormat;

/**
 * An image within a file: its id (32 bytes), the SHA-256 of its pixels as they are kept (32 bytes), how many bytes these
 * are (4 bytes, big-endian; negative where they are kept encoded), these bytes.
 *
 * <p>The id is that of the bytes that came, and what they decode to may depend on the decoder: the state's hash needs
 * that of the pixels.
 *
 * @param image the image
 * @param pixelsSha256 SHA-256 of its pixels as they are kept, 64 lower-case hexadecimal digits
 */
record ImageRecord(TrainingImage image, String pixelsSha256) {

    private static final HexFormat HEX = HexFormat.of();
    private static final int SHA256_BYTES = 32;

    void writeTo(DataOutput out) throws IOException {
        writeSha256(image.id(), out);
        writeSha256(pixelsSha256, out);
        byte[] kept = image.pixels().kept();
        out.writeInt(image.pixels() instanceof EncodedPixels ? -kept.length : kept.length);
        out.write(kept);
    }

    /** Reads an image of a file that has been verified. */
    static ImageRecord read(DataInput in) throws IOException {
        String id = readSha256(in);
        String pixelsSha256 = readSha256(in);
        int length = in.readInt();
        byte[] kept = new byte[Math.abs(length)];
        in.readFully(kept);
        Pixels pixels = length < 0 ? new EncodedPixels(kept) : new DecodedPixels(kept);
        return new ImageRecord(new TrainingImage(id, pixels), pixelsSha256);
    }

    static void writeSha256(String digits, DataOutput out) throws IOException {
        if (!Blob.NAME.matcher(digits).matches()) {
            throw new IllegalArgumentException(
                    "expected a SHA-256 of 64 hexadecimal digits as an image's id, found '" + digits + "'");
        }
        out.write(HEX.parseHex(digits));
    }

    static String readSha256(DataInput in) throws IOException {
        byte[] hash = new byte[SHA256_BYTES];
        in.readFully(hash);
        return HEX.formatHex(hash);
    }
}
