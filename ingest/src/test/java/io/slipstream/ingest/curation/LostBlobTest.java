package io.slipstream.ingest.curation;

import static io.slipstream.ingest.curation.CurationDriver.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.ingest.TestImages;
import io.slipstream.schemas.blob.BlobFetcherConfig;
import io.slipstream.schemas.blob.BlobStore;
import io.slipstream.schemas.blob.SampleBytes;
import io.slipstream.schemas.config.ByteSize;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.record.DeadLetter;
import io.slipstream.schemas.record.DeadLetterReason;
import io.slipstream.schemas.record.ImageSample;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A record whose image lay in a store that no longer has it, and what a replay of its dead letter does. */
class LostBlobTest {

    private static final String REPLAYED = "slipstream.replayed";

    @Test
    void aReplayIsALetterAgainWhileTheBlobIsGoneAndGoesOnOnceItIsBack(@TempDir Path store) throws Exception {
        byte[] image = TestImages.jpeg(1);
        ImageSample claim = CurationDriver.sample("gate", image, NOW);
        BlobFetcherConfig config =
                ConfigLoader.parse("{store: '" + store.toUri() + "'}", "claim-check", BlobFetcherConfig.class);
        try (BlobStore blobs = BlobStore.open(config.store(), config.s3());
                SampleBytes bytes = SampleBytes.open(Optional.of(config), ByteSize.ofMiB(1));
                CurationDriver curation = new CurationDriver("", new StoredBytes(bytes), Long.MAX_VALUE)) {
            claim.setBytes(null);
            claim.setReference(blobs.put(image, claim.getId()));
            Files.delete(Path.of(URI.create(claim.getReference().getUri())));

            curation.framed(claim, NOW);
            TestRecord<String, DeadLetter> letter = onlyLetter(curation);
            replay(curation, letter, "images.dead-letter-0@0");
            TestRecord<String, DeadLetter> again = onlyLetter(curation);

            assertThat(again.value().getReason()).isEqualTo(DeadLetterReason.BLOB_MISSING);
            assertThat(again.headers().lastHeader(REPLAYED).value())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("images.dead-letter-0@0");
            assertThat(again.value().getPayload()).isEqualTo(letter.value().getPayload());

            blobs.put(image, claim.getId());
            replay(curation, again, "images.dead-letter-0@1");

            assertThat(curation.letters()).isEmpty();
            assertThat(curation.images()).singleElement().satisfies(forwarded -> assertThat(
                            forwarded.value().getId())
                    .isEqualTo(claim.getId()));
            assertThat(curation.ledger().isBalanced()).isTrue();
            assertThat(curation.ledger().deadLettered()).isEqualTo(Map.of("BLOB_MISSING", 2L));
        }
    }

    private static TestRecord<String, DeadLetter> onlyLetter(CurationDriver curation) {
        var letters = curation.letters();
        assertThat(letters).hasSize(1);
        return letters.get(0);
    }

    /** As the command does it: the letter's bytes again, with its coordinates in a header. */
    private static void replay(CurationDriver curation, TestRecord<String, DeadLetter> letter, String coordinates) {
        ByteBuffer payload = letter.value().getPayload();
        byte[] value = new byte[payload.remaining()];
        payload.duplicate().get(value);
        curation.put(letter.value().getSource(), value, Map.of(REPLAYED, coordinates), NOW);
    }
}
