package io.slipstream.ingest.curation;

import io.slipstream.schemas.record.ImageSample;

/** Where the encoded bytes of a sample are found: in the sample, or where its reference points. */
@FunctionalInterface
interface ImageBytes {

    /**
     * The bytes, with the hash that the sample says.
     *
     * @throws RefusedImageException if they are not there (BLOB_MISSING) or are others (HASH_MISMATCH)
     * @throws org.apache.kafka.common.errors.RetriableException if their store is away
     */
    byte[] of(ImageSample sample) throws RefusedImageException;
}
