package io.slipstream.trainer.reproduce;

import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.snapshot.CorruptSnapshotException;
import io.slipstream.schemas.snapshot.SnapshotReader;
import io.slipstream.schemas.snapshot.SnapshotStore;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The artifact of a snapshot, as far as the trainer made it. */
final class Artifact {

    private Artifact() {}

    /**
     * The encoder's files by name, all of them verified; the description, which tells where and when, is not among them.
     *
     * @param store directory of the snapshot store here; an artifact found in it is read from it though it was published
     *     elsewhere, so that a store may be moved
     * @throws NotReproducibleException if the artifact is not what was published
     * @throws IOException if it cannot be read
     */
    static Map<String, byte[]> files(ModelSnapshot snapshot, Path store) throws IOException, NotReproducibleException {
        Path here = store.toAbsolutePath().normalize().resolve(snapshot.getSnapshotId());
        ModelSnapshot found = Files.isDirectory(here)
                ? ModelSnapshot.newBuilder(snapshot)
                        .setArtifactUri(here.toUri().toString())
                        .build()
                : snapshot;
        Path directory;
        try {
            directory = Objects.requireNonNull(SnapshotReader.verify(found).getParent());
        } catch (CorruptSnapshotException e) {
            throw new NotReproducibleException("There is nothing to compare with: " + e.getMessage(), e);
        }
        Map<String, byte[]> files = new TreeMap<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                files.put(String.valueOf(entry.getFileName()), Files.readAllBytes(entry));
            }
        }
        files.remove(SnapshotStore.DESCRIPTION);
        return files;
    }
}
