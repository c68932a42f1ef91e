package io.slipstream.schemas.blob;

import io.slipstream.schemas.config.ByteSize;
import io.slipstream.schemas.config.Key;
import io.slipstream.schemas.s3.S3Config;
import java.net.URI;

/** From where a reader of image topics fetches the bytes of large images. */
public record BlobFetcherConfig(
        @Key(doc = "The store that producers put them to, under the same name.", allowed = BlobStore.FORM)
        URI store,

        @Key(doc = "How to reach a store in S3.") S3Config s3,

        @Key(doc = "Bytes of images fetched last that are kept in memory.", value = "64MiB", min = 0)
        ByteSize cache,

        @Key(doc = "Images that are fetched at a time.", value = "4", min = 1, max = 256)
        int fetches) {

    public BlobFetcherConfig {
        BlobStore.requireForm("store", store);
    }
}
