package io.slipstream.schemas.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipstream.schemas.hash.Sha256;
import io.slipstream.schemas.record.BlobReference;
import io.slipstream.schemas.s3.S3Config;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileBlobStoreTest {

    private static final byte[] BYTES = {1, 2, 3};
    private static final String HASH = Sha256.of(BYTES);

    private final Path root;
    private final BlobStore store;

    FileBlobStoreTest(@TempDir Path folder) throws IOException {
        this.root = folder.resolve("blobs with a space");
        this.store = BlobStore.open(root.toUri(), S3Config.DEFAULTS);
    }

    @Test
    void whatIsPutLiesUnderItsHashAndNothingElseIsThere() throws IOException {
        BlobReference reference = store.put(BYTES, HASH);
        BlobReference again = store.put(BYTES, HASH);

        assertThat(again).isEqualTo(reference);
        assertThat(reference.getSize()).isEqualTo(3);
        assertThat(Path.of(URI.create(reference.getUri())))
                .isEqualTo(root.resolve(HASH.substring(0, 2)).resolve(HASH))
                .hasBinaryContent(BYTES);
        assertThat(store.contains(reference)).isTrue();
        assertThat(store.read(reference)).hasValue(BYTES);
        try (Stream<Path> files = Files.walk(root)) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(1);
        }
    }

    @Test
    void aDamagedBlobIsMendedWhenItIsPutAgain() throws IOException {
        Path blob = Path.of(URI.create(store.put(BYTES, HASH).getUri()));
        Files.write(blob, new byte[] {1, 2, 4});

        store.put(BYTES, HASH);

        assertThat(blob).hasBinaryContent(BYTES);
    }

    @Test
    void ofAnAlteredBlobThatGrewOneByteMoreIsReadThanItShouldHave() throws IOException {
        BlobReference reference = store.put(BYTES, HASH);
        Files.write(Path.of(URI.create(reference.getUri())), new byte[1000]);

        assertThat(store.read(reference))
                .hasValueSatisfying(bytes -> assertThat(bytes).hasSize(4));
    }

    @Test
    void referencesToOtherPlacesAreNotInTheStore() throws IOException {
        BlobReference reference = store.put(BYTES, HASH);

        for (String uri : List.of(
                "file:///etc/passwd",
                root.toUri() + "../secret",
                root.resolve(HASH.substring(0, 2)).resolve(HASH) + "/",
                "s3://bucket/" + HASH,
                "")) {
            assertThat(store.contains(
                            BlobReference.newBuilder(reference).setUri(uri).build()))
                    .as(uri)
                    .isFalse();
        }
        assertThat(store.contains(BlobReference.newBuilder(reference)
                        .setSha256("../../etc/passwd")
                        .build()))
                .isFalse();
    }

    @Test
    void aMissingBlobIsAbsentAndAMissingStoreIsAway() throws IOException {
        BlobReference reference = store.put(BYTES, HASH);
        Files.delete(Path.of(URI.create(reference.getUri())));

        assertThat(store.read(reference)).isEmpty();
        Files.delete(root.resolve(HASH.substring(0, 2)));
        Files.delete(root);
        assertThatThrownBy(() -> store.read(reference))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is not there");
    }

    @Test
    void aStoreIsADirectoryOrABucket() {
        assertThatThrownBy(() -> BlobStore.open(URI.create("ftp://host/blobs"), S3Config.DEFAULTS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected a directory")
                .hasMessageContaining("ftp://host/blobs");
    }
}
