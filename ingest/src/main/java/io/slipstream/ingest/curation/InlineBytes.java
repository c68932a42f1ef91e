package io.slipstream.ingest.curation;

import io.slipstream.schemas.record.DeadLetterReason;
import io.slipstream.schemas.record.ImageSample;
import java.nio.ByteBuffer;

/** The bytes that a sample carries itself. */
final class InlineBytes implements ImageBytes {

    @Override
    public byte[] of(ImageSample sample) throws RefusedImageException {
        ByteBuffer bytes = sample.getBytes();
        if (bytes == null) {
            throw new RefusedImageException(
                    DeadLetterReason.UNREADABLE, "expected image bytes in the record, found a reference to them");
        }
        if (bytes.hasArray() && bytes.arrayOffset() == 0 && bytes.remaining() == bytes.array().length) {
            return bytes.array();
        }
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return copy;
    }
}
