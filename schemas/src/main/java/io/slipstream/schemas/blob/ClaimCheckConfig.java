package io.slipstream.schemas.blob;

import io.slipstream.schemas.config.ByteSize;
import io.slipstream.schemas.config.Key;
import io.slipstream.schemas.s3.S3Config;
import java.net.URI;

/** Which images are kept out of the topic, and where. */
public record ClaimCheckConfig(
        @Key(
                doc = "Images larger than this go to the store, and their records carry a reference.",
                value = "1MiB",
                min = 0)
        ByteSize above,

        @Key(
                doc = "Where they go; readers of the topic need the same store under the same name.",
                allowed = BlobStore.FORM)
        URI store,

        @Key(doc = "How to reach a store in S3.") S3Config s3) {

    public ClaimCheckConfig {
        BlobStore.requireForm("store", store);
    }
}
