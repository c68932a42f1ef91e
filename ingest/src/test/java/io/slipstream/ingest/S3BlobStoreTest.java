package io.slipstream.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipstream.schemas.blob.BlobFetcher;
import io.slipstream.schemas.blob.BlobStore;
import io.slipstream.schemas.blob.RefusedBlobException;
import io.slipstream.schemas.config.ByteSize;
import io.slipstream.schemas.hash.Sha256;
import io.slipstream.schemas.record.BlobReference;
import io.slipstream.schemas.record.DeadLetterReason;
import java.io.IOException;
import java.net.URI;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The store of large images in S3, with Amazon's client and a server that is not Amazon's. */
class S3BlobStoreTest {

    private final LoopbackS3 server = LoopbackS3.start();
    private final BlobStore store = BlobStore.open(URI.create("s3://" + LoopbackS3.BUCKET + "/large"), server.config());
    private final BlobFetcher fetcher = new BlobFetcher(store, ByteSize.ofMiB(10), new ByteSize(0), 2);
    private final byte[] bytes = new byte[1 << 20];
    private final String hash;

    S3BlobStoreTest() throws IOException {
        new Random(7).nextBytes(bytes);
        hash = Sha256.of(bytes);
    }

    @AfterEach
    void close() {
        fetcher.close();
        server.close();
    }

    @Test
    void whatIsPutComesBackHoweverOftenItIsPut() throws Exception {
        BlobReference reference = store.put(bytes, hash);

        assertThat(store.put(bytes, hash)).isEqualTo(reference);
        assertThat(reference.getUri()).isEqualTo("s3://photos/large/" + hash.substring(0, 2) + "/" + hash);
        assertThat(fetcher.fetch(reference)).isEqualTo(bytes);
    }

    @Test
    void aMissingBlobAndAnAlteredOneAreRefusedAsSuch() throws Exception {
        BlobReference reference = store.put(bytes, hash);
        String key = "large/" + hash.substring(0, 2) + "/" + hash;

        server.put(key, new byte[bytes.length]);
        assertThat(refusal(reference)).isEqualTo(DeadLetterReason.HASH_MISMATCH);
        server.put(key, new byte[3 * bytes.length]);
        assertThat(refusal(reference)).isEqualTo(DeadLetterReason.HASH_MISMATCH);
        server.delete(key);
        assertThat(refusal(reference)).isEqualTo(DeadLetterReason.BLOB_MISSING);
    }

    @Test
    void aServerThatIsAwayIsNotTheRecordsFault() throws Exception {
        BlobReference reference = store.put(bytes, hash);
        server.close();

        assertThatThrownBy(() -> fetcher.fetch(reference)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> store.put(bytes, hash))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("did not take");
    }

    private DeadLetterReason refusal(BlobReference reference) {
        return catchThrowableOfType(RefusedBlobException.class, () -> fetcher.fetch(reference))
                .reason();
    }
}
