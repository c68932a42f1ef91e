package io.slipstream.schemas.snapshot;

import io.slipstream.schemas.hash.Sha256;
import io.slipstream.schemas.record.ModelSnapshot;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;

/** Reads published artifacts, and only those that are exactly what their record announced. */
public final class SnapshotReader {

    private SnapshotReader() {}

    /**
     * Checks an artifact before anything of it is loaded: first the hash of {@code snapshot.json} against the record,
     * then the size and hash of every file that it names.
     *
     * @return the path of {@code encoder.pt}
     * @throws CorruptSnapshotException if the artifact is not what was announced, with the file, what was expected and
     *     what was found; trying again does not help
     * @throws IOException              if the artifact cannot be read at the moment, or is not at a {@code file:} URI
     */
    public static Path verify(ModelSnapshot snapshot) throws IOException, CorruptSnapshotException {
        Path artifact = directory(snapshot);
        byte[] description = Files.readAllBytes(require(artifact.resolve(SnapshotStore.DESCRIPTION)));
        compare(
                artifact.resolve(SnapshotStore.DESCRIPTION),
                "SHA-256",
                snapshot.getArtifactSha256(),
                Sha256.of(description));
        Map<String, SnapshotJson.FileEntry> files =
                SnapshotJson.files(artifact.resolve(SnapshotStore.DESCRIPTION).toString(), description);
        if (!files.containsKey(SnapshotStore.ENCODER)) {
            throw new CorruptSnapshotException(
                    artifact + ": expected " + SnapshotStore.ENCODER + " among the files, found " + files.keySet());
        }
        for (Map.Entry<String, SnapshotJson.FileEntry> file : files.entrySet()) {
            verify(artifact, file.getKey(), file.getValue());
        }
        return artifact.resolve(SnapshotStore.ENCODER);
    }

    private static void verify(Path artifact, String name, SnapshotJson.FileEntry expected)
            throws IOException, CorruptSnapshotException {
        if (!SafeName.is(name)) {
            throw new CorruptSnapshotException(
                    artifact + ": expected the name of a file inside the artifact, found '" + name + "'");
        }
        Path file = require(artifact.resolve(name));
        compare(file, "bytes", String.valueOf(expected.bytes()), String.valueOf(Files.size(file)));
        compare(file, "SHA-256", expected.sha256(), Sha256.of(file));
    }

    private static Path directory(ModelSnapshot snapshot) throws IOException {
        String uri = snapshot.getArtifactUri();
        try {
            if (uri.startsWith("file:")) {
                return Path.of(URI.create(uri));
            }
        } catch (IllegalArgumentException malformed) {
            throw new IOException(snapshot.getSnapshotId() + ": expected a file: URI, found " + uri, malformed);
        }
        throw new IOException(snapshot.getSnapshotId() + ": expected an artifact at a file: URI, found " + uri);
    }

    private static Path require(Path file) throws CorruptSnapshotException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new CorruptSnapshotException(
                    file + ": expected a file, found " + (Files.exists(file) ? "something else" : "nothing"));
        }
        return file;
    }

    private static void compare(Path file, String what, String expected, String found) throws CorruptSnapshotException {
        if (!expected.equals(found)) {
            throw new CorruptSnapshotException(file + ": expected " + what + " " + expected + ", found " + found);
        }
    }
}
