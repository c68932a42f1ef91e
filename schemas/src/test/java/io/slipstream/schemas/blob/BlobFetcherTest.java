package io.slipstream.schemas.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipstream.schemas.config.ByteSize;
import io.slipstream.schemas.hash.Sha256;
import io.slipstream.schemas.record.BlobReference;
import io.slipstream.schemas.record.DeadLetterReason;
import io.slipstream.schemas.record.ImageSample;
import io.slipstream.schemas.s3.S3Config;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobFetcherTest {

    private static final byte[] BYTES = {1, 2, 3, 4, 5, 6};

    private final BlobStore store;
    private final BlobFetcher fetcher;
    private final BlobReference reference;

    BlobFetcherTest(@TempDir Path folder) throws IOException {
        this.store = BlobStore.open(folder.toUri(), S3Config.DEFAULTS);
        this.fetcher = new BlobFetcher(store, new ByteSize(100), new ByteSize(0), 2);
        this.reference = store.put(BYTES, Sha256.of(BYTES));
    }

    @Test
    void aLargeImageComesBackAsItWas(@TempDir Path folder) throws Exception {
        // Given
        ClaimCheckConfig config = new ClaimCheckConfig(new ByteSize(5), folder.toUri(), S3Config.DEFAULTS);
        ImageSample sample = sample(BYTES);

        // When
        ImageSample large;
        ImageSample small;
        try (ClaimCheck claimCheck = ClaimCheck.open(config)) {
            large = claimCheck.check(sample);
            small = claimCheck.check(sample(new byte[] {1, 2, 3, 4, 5}));
        }

        // Then
        assertThat(large.getBytes()).isNull();
        assertThat(large.getReference().getSha256()).isEqualTo(sample.getId());
        assertThat(small.getReference()).isNull();
        try (BlobFetcher back = new BlobFetcher(
                BlobStore.open(folder.toUri(), S3Config.DEFAULTS), new ByteSize(100), new ByteSize(100), 1)) {
            assertThat(back.bytesOf(large)).isEqualTo(ByteBuffer.wrap(BYTES));
            assertThat(back.bytesOf(small)).isEqualTo(small.getBytes());
        }
    }

    @Test
    void aMissingBlobIsRefusedAsMissing() throws Exception {
        Files.delete(Path.of(URI.create(reference.getUri())));

        assertThat(refusal(reference)).isEqualTo(DeadLetterReason.BLOB_MISSING);
    }

    @Test
    void anAlteredBlobIsRefusedWhetherOrNotItsSizeIsTheSame() throws Exception {
        Path blob = Path.of(URI.create(reference.getUri()));

        Files.write(blob, new byte[BYTES.length]);
        assertThat(refusal(reference)).isEqualTo(DeadLetterReason.HASH_MISMATCH);
        Files.write(blob, new byte[1000]);
        assertThat(refusal(reference)).isEqualTo(DeadLetterReason.HASH_MISMATCH);
        Files.write(blob, new byte[0]);
        assertThat(refusal(reference)).isEqualTo(DeadLetterReason.HASH_MISMATCH);
    }

    @Test
    void referencesThatAreNoneOrTooLargeOrLeadElsewhereAreRefusedWithoutAFetch() throws Exception {
        assertThat(refusal(BlobReference.newBuilder(reference).setSize(101).build()))
                .isEqualTo(DeadLetterReason.TOO_MANY_BYTES);
        assertThat(refusal(BlobReference.newBuilder(reference).setSize(-1).build()))
                .isEqualTo(DeadLetterReason.BAD_RECORD);
        assertThat(refusal(BlobReference.newBuilder(reference).setSha256("..").build()))
                .isEqualTo(DeadLetterReason.BAD_RECORD);
        assertThat(refusal(BlobReference.newBuilder(reference)
                        .setUri("file:///dev/zero")
                        .build()))
                .isEqualTo(DeadLetterReason.BLOB_MISSING);
    }

    @Test
    void aReferenceToAnotherImageThanTheSamplesIsRefused() {
        ImageSample sample = ImageSample.newBuilder(sample(new byte[] {9}))
                .setBytes(null)
                .setReference(reference)
                .build();

        RefusedBlobException refused = catchThrowableOfType(RefusedBlobException.class, () -> fetcher.bytesOf(sample));

        assertThat(refused.reason()).isEqualTo(DeadLetterReason.HASH_MISMATCH);
    }

    @Test
    void aStoreThatIsAwayIsNotTheRecordsFault() {
        try (BlobFetcher away = new BlobFetcher(new CountingStore(0), new ByteSize(100), new ByteSize(0), 1)) {
            assertThatThrownBy(() -> away.fetch(reference))
                    .isInstanceOf(IOException.class)
                    .hasMessage("away");
        }
    }

    @Test
    void whatWasFetchedLastIsKeptUpToTheLimit() throws Exception {
        CountingStore counting = new CountingStore(Integer.MAX_VALUE);
        try (BlobFetcher keeping = new BlobFetcher(counting, new ByteSize(100), new ByteSize(12), 1)) {
            byte[] second = {2, 2, 2, 2, 2, 2};
            byte[] third = {3, 3, 3, 3, 3, 3};
            BlobReference secondReference = store.put(second, Sha256.of(second));
            BlobReference thirdReference = store.put(third, Sha256.of(third));

            for (BlobReference next :
                    List.of(reference, secondReference, reference, thirdReference, reference, secondReference)) {
                keeping.fetch(next);
            }

            assertThat(counting.reads).hasValue(4);
        }
    }

    @Test
    void noMoreFetchesRunAtATimeThanAllowed() throws Exception {
        CountingStore counting = new CountingStore(Integer.MAX_VALUE);
        counting.gate = new CountDownLatch(2);
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try (BlobFetcher bounded = new BlobFetcher(counting, new ByteSize(100), new ByteSize(0), 2)) {
            List<Future<byte[]>> all = IntStream.range(0, 6)
                    .mapToObj(i -> threads.submit(() -> bounded.fetch(reference)))
                    .toList();
            for (Future<byte[]> one : all) {
                assertThat(one.get()).isEqualTo(BYTES);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(counting.most).hasValue(2);
    }

    private DeadLetterReason refusal(BlobReference bad) {
        return catchThrowableOfType(RefusedBlobException.class, () -> fetcher.fetch(bad))
                .reason();
    }

    private static ImageSample sample(byte[] bytes) {
        return ImageSample.newBuilder()
                .setId(Sha256.of(bytes))
                .setSource("gate")
                .setCaptureTime(Instant.EPOCH)
                .setContentType("image/jpeg")
                .setWidth(1)
                .setHeight(1)
                .setBytes(ByteBuffer.wrap(bytes))
                .setTags(Map.of())
                .build();
    }

    /** The store of the test, seen through a counter; after a number of reads it is away. */
    private final class CountingStore implements BlobStore {
        private final int allowed;
        private final AtomicInteger reads = new AtomicInteger();
        private final AtomicInteger running = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();
        private CountDownLatch gate = new CountDownLatch(0);

        CountingStore(int allowed) {
            this.allowed = allowed;
        }

        @Override
        public Optional<byte[]> read(BlobReference wanted) throws IOException {
            if (reads.incrementAndGet() > allowed) {
                throw new IOException("away");
            }
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            gate.countDown();
            try {
                gate.await(); // Two fetches have to be under way at the same time.
                return store.read(wanted);
            } catch (InterruptedException e) {
                throw new IOException(e);
            } finally {
                running.decrementAndGet();
            }
        }

        @Override
        public BlobReference put(byte[] bytes, String sha256) throws IOException {
            return store.put(bytes, sha256);
        }

        @Override
        public boolean contains(BlobReference wanted) {
            return store.contains(wanted);
        }

        @Override
        public void close() {
            store.close();
        }
    }
}
