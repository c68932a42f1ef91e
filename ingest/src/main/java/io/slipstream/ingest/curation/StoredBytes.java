package io.slipstream.ingest.curation;

import io.slipstream.schemas.blob.RefusedBlobException;
import io.slipstream.schemas.blob.SampleBytes;
import io.slipstream.schemas.record.ImageSample;

/** The bytes that a sample carries itself, or those its reference leads to. */
record StoredBytes(SampleBytes bytes) implements ImageBytes {

    @Override
    public byte[] of(ImageSample sample) throws RefusedImageException {
        try {
            return bytes.of(sample);
        } catch (RefusedBlobException refused) {
            throw new RefusedImageException(refused.reason(), refused);
        }
    }
}
