package io.slipstream.schemas.snapshot;

import io.slipstream.schemas.hash.Sha256;
import io.slipstream.schemas.record.ModelSnapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Artifacts in a directory of a local or shared file system, one directory per snapshot.
 *
 * <p>Files are written to a hidden directory next to the final one and forced to disk; then the directory is renamed.
 * A writer that is killed leaves at most such a hidden directory, which the next attempt at the same snapshot removes.
 * One writer per snapshot id; any number of readers.
 */
public final class FileSnapshotStore implements SnapshotStore {

    private final Path root;

    /** @param root directory of the artifacts; created when the first is published */
    public FileSnapshotStore(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    @Override
    public ModelSnapshot publish(ModelSnapshot.Builder snapshot, Map<String, byte[]> files) throws IOException {
        String id = SafeName.require("snapshot id", snapshot.getSnapshotId());
        Map<String, byte[]> content = describe(snapshot, files);
        Files.createDirectories(root);
        removeLeftovers(id);
        if (Files.exists(root.resolve(id))) {
            requireSame(root.resolve(id), content);
        } else {
            commit(id, stage(id, content));
        }
        // Also when it was there already: its writer may have died between the rename and this.
        force(root);
        return announce(snapshot, content);
    }

    /** All files of the artifact, the description last. */
    private static Map<String, byte[]> describe(ModelSnapshot.Builder snapshot, Map<String, byte[]> files) {
        if (!files.containsKey(ENCODER) || files.containsKey(DESCRIPTION)) {
            throw new IllegalArgumentException(
                    "expected " + ENCODER + " and no " + DESCRIPTION + ", found " + files.keySet());
        }
        Map<String, SnapshotJson.FileEntry> entries = new TreeMap<>();
        files.forEach((name, bytes) -> entries.put(
                SafeName.require("file name", name), new SnapshotJson.FileEntry(Sha256.of(bytes), bytes.length)));
        ModelSnapshot unplaced = placed(snapshot, "", "", 0);
        Map<String, byte[]> content = new LinkedHashMap<>(new TreeMap<>(files));
        content.put(DESCRIPTION, SnapshotJson.write(unplaced, entries));
        return content;
    }

    /** Writes and forces the files to a hidden directory. */
    Path stage(String id, Map<String, byte[]> content) throws IOException {
        // Not a temporary directory in Java's sense: those are closed to other users, and this one will be published.
        Path staging = Files.createDirectory(root.resolve(stagingPrefix(id) + UUID.randomUUID()));
        for (Map.Entry<String, byte[]> file : content.entrySet()) {
            try (FileChannel channel = FileChannel.open(
                    staging.resolve(file.getKey()), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(file.getValue());
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
        }
        force(staging);
        return staging;
    }

    /** Makes the staged directory visible under the snapshot's id. */
    private void commit(String id, Path staging) throws IOException {
        Files.move(staging, root.resolve(id), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void requireSame(Path artifact, Map<String, byte[]> content) throws IOException {
        for (Map.Entry<String, byte[]> file : content.entrySet()) {
            Path published = artifact.resolve(file.getKey());
            String expected = Sha256.of(file.getValue());
            String found = Files.exists(published) ? Sha256.of(published) : "no file";
            if (!expected.equals(found)) {
                throw new SnapshotConflictException("A snapshot with other content was published before: expected "
                        + expected + ", found " + found + " in " + published);
            }
        }
    }

    private ModelSnapshot announce(ModelSnapshot.Builder snapshot, Map<String, byte[]> content) {
        long bytes = content.values().stream().mapToLong(file -> file.length).sum();
        byte[] description = content.getOrDefault(DESCRIPTION, new byte[0]);
        String uri = root.resolve(snapshot.getSnapshotId()).toUri().toString();
        return placed(snapshot, uri, Sha256.of(description), bytes);
    }

    private static ModelSnapshot placed(ModelSnapshot.Builder snapshot, String uri, String sha256, long bytes) {
        return ModelSnapshot.newBuilder(snapshot)
                .setArtifactUri(uri)
                .setArtifactSha256(sha256)
                .setArtifactBytes(bytes)
                .build();
    }

    private void removeLeftovers(String id) throws IOException {
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(
                root, path -> path.getFileName().toString().startsWith(stagingPrefix(id)))) {
            for (Path leftover : leftovers) {
                delete(leftover);
            }
        }
    }

    /** Ends in a character no id contains, so that no id's prefix is the prefix of another's. */
    private static String stagingPrefix(String id) {
        return "." + id + "~";
    }

    private static void delete(Path directory) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    private static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
