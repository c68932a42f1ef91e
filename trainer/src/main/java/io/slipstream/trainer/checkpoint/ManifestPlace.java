package io.slipstream.trainer.checkpoint;

import java.net.URI;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a manifest is, {@code file:<root>/<model>/e<epoch>/<sha256>}, taken apart.
 *
 * @param root directory of the store
 * @param model directory of the model's checkpoints
 * @param epoch lineage epoch of the trainer that wrote it
 * @param sha256 its name
 */
record ManifestPlace(Path root, String model, long epoch, String sha256) {

    private static final Pattern FORM = Pattern.compile("(file:/.*/)([^/]+)/e([1-9][0-9]{0,17})/([0-9a-f]{64})");

    /** Takes a manifest's URI apart, which must end in its hash. */
    static ManifestPlace of(String uri, String sha256) throws CorruptCheckpointException {
        Matcher parts = FORM.matcher(uri);
        if (!parts.matches() || !parts.group(4).equals(sha256)) {
            throw new CorruptCheckpointException(
                    "expected a manifest at file:<root>/<model>/e<epoch>/" + sha256 + ", found " + uri);
        }
        try {
            Path root = Path.of(URI.create(parts.group(1)));
            return new ManifestPlace(root, parts.group(2), Long.parseLong(parts.group(3)), sha256);
        } catch (IllegalArgumentException e) {
            throw new CorruptCheckpointException(uri + ": expected a file: URI, found " + e.getMessage(), e);
        }
    }

    /** The same place in another store. */
    ManifestPlace in(Path other) {
        return new ManifestPlace(other, model, epoch, sha256);
    }

    BlobStore store() {
        return new FileBlobStore(root);
    }

    Path modelDirectory() {
        return root.resolve(model);
    }

    Path file() {
        return modelDirectory().resolve("e" + epoch).resolve(sha256);
    }
}
