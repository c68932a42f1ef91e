package io.slipstream.schemas.blob;

import io.slipstream.schemas.hash.Sha256;
import io.slipstream.schemas.record.BlobReference;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;

/**
 * Blobs in a directory of a local or shared file system.
 *
 * <p>A blob is written under another name, forced to disk and renamed. A writer that is killed leaves at most a file whose
 * name starts with a dot, which nobody reads.
 */
final class FileBlobStore implements BlobStore {

    private final Path root;

    FileBlobStore(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    @Override
    public BlobReference put(byte[] bytes, String sha256) throws IOException {
        Path blob = root.resolve(BlobName.of(sha256));
        if (!isThere(blob, bytes.length, sha256)) {
            Path folder = folder(blob);
            Path staged = folder.resolve("." + sha256 + "~" + UUID.randomUUID());
            try {
                write(staged, bytes);
                Files.move(staged, blob, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(staged);
            }
            force(folder);
        }
        return BlobName.reference(blob.toUri().toString(), bytes, sha256);
    }

    /** A blob that was damaged is put again. */
    private static boolean isThere(Path blob, long size, String sha256) throws IOException {
        return Files.isRegularFile(blob)
                && Files.size(blob) == size
                && Sha256.of(blob).equals(sha256);
    }

    private Path folder(Path blob) throws IOException {
        Path folder = root.resolve(root.relativize(blob).getName(0));
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
            force(root);
        }
        return folder;
    }

    private static void write(Path file, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public boolean contains(BlobReference reference) {
        return BlobName.isHash(reference.getSha256())
                && reference.getUri().equals(location(reference).toUri().toString());
    }

    @Override
    public Optional<byte[]> read(BlobReference reference) throws IOException {
        Path blob = location(reference);
        try (InputStream in = Files.newInputStream(blob)) {
            return Optional.of(in.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, reference.getSize() + 1)));
        } catch (NoSuchFileException missing) {
            requireRoot();
            return Optional.empty();
        }
    }

    /** A directory that is not mounted is a store that is away, not one without blobs. */
    private void requireRoot() throws IOException {
        if (!Files.isDirectory(root)) {
            throw new IOException("The store of large images is not there: " + root);
        }
    }

    private Path location(BlobReference reference) {
        return root.resolve(BlobName.of(reference.getSha256()));
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}
