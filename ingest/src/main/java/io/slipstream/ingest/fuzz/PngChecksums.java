package io.slipstream.ingest.fuzz;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** Makes the checksums of a PNG's chunks fit what they now hold. */
final class PngChecksums {

    private static final long SIGNATURE = 0x89504e470d0a1a0aL;
    private static final int CHUNK = 12;

    private PngChecksums() {}

    /** The bytes with every checksum that can be found made right, in place; other formats are left as they are. */
    static byte[] repaired(byte[] bytes) {
        ByteBuffer png = ByteBuffer.wrap(bytes);
        if (bytes.length < 8 || png.getLong(0) != SIGNATURE) {
            return bytes;
        }
        int chunk = 8;
        while (chunk + CHUNK <= bytes.length) {
            int length = png.getInt(chunk);
            if (length < 0 || length > bytes.length - chunk - CHUNK) {
                break;
            }
            CRC32 crc = new CRC32();
            crc.update(bytes, chunk + 4, length + 4);
            png.putInt(chunk + 8 + length, (int) crc.getValue());
            chunk += CHUNK + length;
        }
        return bytes;
    }
}
