package io.slipstream.schemas.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipstream.schemas.hash.Sha256;
import io.slipstream.schemas.record.LedgerEntry;
import io.slipstream.schemas.record.ModelSnapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotTest {

    private static final byte[] ENCODER = "a program".getBytes(StandardCharsets.UTF_8);
    private static final Map<String, byte[]> FILES = Map.of("encoder.pt", ENCODER, "notes.txt", new byte[] {1, 2});

    private final Path folder;
    private final Path root;
    private final FileSnapshotStore store;

    SnapshotTest(@TempDir Path folder) {
        this.folder = folder;
        root = folder.resolve("snapshots");
        store = new FileSnapshotStore(root);
    }

    @Test
    void aPublishedSnapshotIsVerifiedAndItsEncoderFound() throws Exception {
        ModelSnapshot snapshot = store.publish(snapshot("demo-000100"), FILES);

        Path encoder = SnapshotReader.verify(snapshot);

        assertThat(encoder).isEqualTo(root.resolve("demo-000100/encoder.pt")).hasBinaryContent(ENCODER);
        assertThat(snapshot.getArtifactUri()).startsWith("file:///").endsWith("/snapshots/demo-000100/");
        assertThat(snapshot.getArtifactSha256()).isEqualTo(Sha256.of(root.resolve("demo-000100/snapshot.json")));
        assertThat(snapshot.getArtifactBytes()).isEqualTo(11 + Files.size(root.resolve("demo-000100/snapshot.json")));
        assertThat(snapshot.getModelId()).isEqualTo("demo");
    }

    @Test
    void theDescriptionHoldsEveryFieldInOrder() throws Exception {
        store.publish(snapshot("demo-000100"), FILES);

        assertThat(root.resolve("demo-000100/snapshot.json"))
                .hasContent("""
                {
                  "checkpointId" : null,
                  "codeVersion" : "0.1.0",
                  "configHash" : "c0ffee",
                  "createdAt" : "2026-11-22T14:00:00.123Z",
                  "embeddingDim" : 128,
                  "files" : {
                    "encoder.pt" : {
                      "bytes" : 9,
                      "sha256" : "%s"
                    },
                    "notes.txt" : {
                      "bytes" : 2,
                      "sha256" : "%s"
                    }
                  },
                  "imagesSeen" : 6400,
                  "inputSize" : 32,
                  "ledger" : [
                    {
                      "covered" : 3200,
                      "deadLettered" : 0,
                      "dropped" : 0,
                      "duplicates" : 0,
                      "gaps" : 0,
                      "lost" : 0,
                      "nextOffset" : 3200,
                      "partition" : 0,
                      "pending" : 0,
                      "startOffset" : 0,
                      "topic" : "images",
                      "trained" : 3200
                    }
                  ],
                  "libraries" : { },
                  "lineageEpoch" : 0,
                  "loss" : 0.25,
                  "method" : "byol",
                  "modelId" : "demo",
                  "network" : "resnet-slim",
                  "parentId" : null,
                  "release" : null,
                  "seed" : 7,
                  "snapshotId" : "demo-000100",
                  "step" : 100
                }
                """.formatted(Sha256.of(ENCODER), Sha256.of(new byte[] {1, 2})));
    }

    @Test
    void publishingTheSameAgainChangesNothing() throws Exception {
        ModelSnapshot first = store.publish(snapshot("demo-000100"), FILES);
        ModelSnapshot second = store.publish(snapshot("demo-000100"), FILES);

        assertThat(second).isEqualTo(first);
        assertThat(names()).containsExactly("demo-000100");
        assertThat(SnapshotReader.verify(second)).exists();
    }

    @Test
    void otherContentUnderTheSameIdIsAConflictAndTheFirstStays() throws Exception {
        ModelSnapshot first = store.publish(snapshot("demo-000100"), FILES);

        assertThatThrownBy(() -> store.publish(snapshot("demo-000100"), Map.of("encoder.pt", new byte[] {0})))
                .isInstanceOf(SnapshotConflictException.class)
                .hasMessageContaining(Sha256.of(ENCODER))
                .hasMessageContaining(Sha256.of(new byte[] {0}));
        assertThat(SnapshotReader.verify(first)).hasBinaryContent(ENCODER);
        assertThat(names()).containsExactly("demo-000100");
    }

    @Test
    void aWriterKilledBeforeTheRenameLeavesNoVisibleArtifact() throws Exception {
        Files.createDirectories(root);
        Path staged = store.stage("demo-000100", Map.of("encoder.pt", new byte[] {0}));

        assertThat(staged.getFileName().toString()).startsWith(".");
        assertThat(root.resolve("demo-000100")).doesNotExist();

        ModelSnapshot snapshot = store.publish(snapshot("demo-000100"), FILES);
        assertThat(SnapshotReader.verify(snapshot)).hasBinaryContent(ENCODER);
        assertThat(names()).containsExactly("demo-000100");
    }

    @Test
    void theLeftoversOfAnotherSnapshotStay() throws Exception {
        Files.createDirectories(root);
        Path staged = store.stage("demo-0001000", Map.of("encoder.pt", new byte[] {0}));

        store.publish(snapshot("demo-000100"), FILES);

        assertThat(staged).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"encoder.pt", "notes.txt", "snapshot.json"})
    void anAlteredByteIsFound(String name) throws Exception {
        ModelSnapshot snapshot = store.publish(snapshot("demo-000100"), FILES);
        Path file = root.resolve("demo-000100").resolve(name);
        String expected = Sha256.of(file);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);

        assertThatThrownBy(() -> SnapshotReader.verify(snapshot))
                .isInstanceOf(CorruptSnapshotException.class)
                .hasMessage(file + ": expected SHA-256 " + expected + ", found " + Sha256.of(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"encoder.pt", "notes.txt", "snapshot.json"})
    void aMissingFileIsFound(String name) throws Exception {
        ModelSnapshot snapshot = store.publish(snapshot("demo-000100"), FILES);
        Files.delete(root.resolve("demo-000100").resolve(name));

        assertThatThrownBy(() -> SnapshotReader.verify(snapshot))
                .isInstanceOf(CorruptSnapshotException.class)
                .hasMessage(root.resolve("demo-000100").resolve(name) + ": expected a file, found nothing");
    }

    @Test
    void aShortenedFileIsFoundByItsSize() throws Exception {
        ModelSnapshot snapshot = store.publish(snapshot("demo-000100"), FILES);
        Files.write(root.resolve("demo-000100/encoder.pt"), new byte[] {1});

        assertThatThrownBy(() -> SnapshotReader.verify(snapshot)).hasMessageEndingWith("expected bytes 9, found 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside.txt", "/etc/hostname", "a/b", "..", ".hidden", ""})
    void aFileNameThatLeavesTheArtifactIsRefused(String name) throws Exception {
        ModelSnapshot snapshot = store.publish(snapshot("demo-000100"), FILES);
        Path description = root.resolve("demo-000100/snapshot.json");
        Files.writeString(description, Files.readString(description).replace("notes.txt", name));
        snapshot.setArtifactSha256(Sha256.of(description));

        assertThatThrownBy(() -> SnapshotReader.verify(snapshot))
                .isInstanceOf(CorruptSnapshotException.class)
                .hasMessageContaining("expected the name of a file inside the artifact, found '" + name + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "not json", "{\"files\": {\"encoder.pt\": 3}}", "{\"files\": 3}", ""})
    void aDescriptionThatIsNoneIsRefused(String json) throws Exception {
        ModelSnapshot snapshot = store.publish(snapshot("demo-000100"), FILES);
        Path description = root.resolve("demo-000100/snapshot.json");
        Files.writeString(description, json);
        snapshot.setArtifactSha256(Sha256.of(description));

        assertThatThrownBy(() -> SnapshotReader.verify(snapshot)).isInstanceOf(CorruptSnapshotException.class);
    }

    @Test
    void aLinkInPlaceOfAFileIsRefused() throws Exception {
        ModelSnapshot snapshot = store.publish(snapshot("demo-000100"), FILES);
        Path encoder = root.resolve("demo-000100/encoder.pt");
        Path elsewhere = Files.copy(encoder, folder.resolve("elsewhere"));
        Files.delete(encoder);
        Files.createSymbolicLink(encoder, elsewhere);

        assertThatThrownBy(() -> SnapshotReader.verify(snapshot)).isInstanceOf(CorruptSnapshotException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3://bucket/demo-000100/", "file://host/demo", "file: x", "demo-000100"})
    void anArtifactElsewhereThanInAFileSystemIsRefused(String uri) throws Exception {
        ModelSnapshot snapshot = store.publish(snapshot("demo-000100"), FILES);
        snapshot.setArtifactUri(uri);

        assertThatThrownBy(() -> SnapshotReader.verify(snapshot))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(uri);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../demo", "a/b", ".demo", "", "demo 1"})
    void anIdThatIsNoFileNameIsRefused(String id) {
        assertThatThrownBy(() -> store.publish(snapshot(id), FILES)).isInstanceOf(IllegalArgumentException.class);
        assertThat(root).doesNotExist();
    }

    @Test
    void fileNamesAreCheckedAndTheEncoderIsRequired() {
        for (Map<String, byte[]> files : List.of(
                Map.of("notes.txt", ENCODER),
                Map.of("encoder.pt", ENCODER, "../x", ENCODER),
                Map.of("encoder.pt", ENCODER, "snapshot.json", ENCODER))) {
            assertThatThrownBy(() -> store.publish(snapshot("demo-000100"), files))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(root).doesNotExist();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(root)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static ModelSnapshot.Builder snapshot(String id) {
        return ModelSnapshot.newBuilder()
                .setSnapshotId(id)
                .setModelId("demo")
                .setCreatedAt(Instant.parse("2026-11-22T14:00:00.123Z"))
                .setStep(100)
                .setImagesSeen(6400)
                .setLoss(0.25)
                .setMethod("byol")
                .setNetwork("resnet-slim")
                .setEmbeddingDim(128)
                .setInputSize(32)
                .setSeed(7)
                .setConfigHash("c0ffee")
                .setCodeVersion("0.1.0")
                .setLedger(List.of(LedgerEntry.newBuilder()
                        .setTopic("images")
                        .setPartition(0)
                        .setStartOffset(0)
                        .setNextOffset(3200)
                        .setCovered(3200)
                        .setTrained(3200)
                        .setDeadLettered(0)
                        .setDropped(0)
                        .setDuplicates(0)
                        .build()));
    }
}
