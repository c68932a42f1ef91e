package io.slipstream.trainer.checkpoint;

import io.slipstream.schemas.hash.Sha256;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Blobs as files {@code <root>/<model>/e<epoch>/<sha256>} of a local or shared file system.
 *
 * <p>A blob is written under a hidden name and forced to disk, renamed, and its directory forced. A writer that is killed
 * leaves at most one hidden file. Whatever else lies below the root is never touched.
 */
public final class FileBlobStore implements BlobStore {

    private static final Pattern EPOCH = Pattern.compile("e([1-9][0-9]{0,17})");
    private static final Pattern LEFTOVER = Pattern.compile("\\.[0-9a-f-]{36}\\.part");
    private static final Pattern MODEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    private final Path root;
    private final Disk disk;
    private final Set<Path> durable = ConcurrentHashMap.newKeySet();

    /** @param root directory of the store; created with the first blob */
    public FileBlobStore(Path root) {
        this(root, new Disk());
    }

    FileBlobStore(Path root, Disk disk) {
        this.root = root.toAbsolutePath().normalize();
        this.disk = disk;
    }

    @Override
    public Put put(String model, long epoch, Content content) throws IOException {
        Path directory = directory(model, epoch);
        ensure(directory);
        Path part = directory.resolve("." + UUID.randomUUID() + ".part");
        try {
            Blob blob = write(part, epoch, content);
            Path file = directory.resolve(blob.sha256());
            boolean isNew = !Files.isRegularFile(file) || Files.size(file) != blob.bytes();
            if (isNew) {
                disk.rename(part, file);
            }
            // Also when it was there already: the attempt that wrote it may have failed between the rename and this.
            disk.forceDirectory(directory);
            return new Put(blob, isNew);
        } finally {
            disk.delete(part);
        }
    }

    private Blob write(Path part, long epoch, Content content) throws IOException {
        try (FileChannel file = disk.create(part)) {
            HashingChannel channel = new HashingChannel(file);
            content.writeTo(channel);
            disk.force(part, file);
            return new Blob(epoch, channel.sha256(), channel.bytes());
        }
    }

    /** Creates a directory and what is missing above it, with names on stable storage. */
    private void ensure(Path directory) throws IOException {
        Path parent = directory.getParent();
        boolean isOurs = directory.startsWith(root) && !directory.equals(root);
        if (parent == null || durable.contains(directory) || (!isOurs && Files.isDirectory(directory))) {
            return;
        }
        ensure(parent);
        try {
            disk.createDirectory(directory);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(directory)) {
                throw e;
            }
        }
        // Also when it was there already: whoever created it may have failed before this.
        disk.forceDirectory(parent);
        durable.add(directory);
    }

    @Override
    public Path open(String model, long epoch, String sha256) throws IOException, CorruptCheckpointException {
        Path file = directory(model, epoch).resolve(sha256);
        if (!Files.isDirectory(directory(model))) {
            throw new NoSuchFileException(
                    directory(model).toString(),
                    null,
                    "expected the checkpoints of " + model + ": is the store mounted?");
        }
        String found;
        try {
            found = Sha256.of(file);
        } catch (NoSuchFileException e) {
            throw new CorruptCheckpointException(file + ": expected a file, found none", e);
        }
        if (!found.equals(sha256)) {
            throw new CorruptCheckpointException(
                    file + ": expected SHA-256 " + sha256 + ", found " + found + " of " + Files.size(file) + " bytes");
        }
        return file;
    }

    @Override
    public String uri(String model, Blob blob) {
        return file(model, blob).toUri().toString();
    }

    @Override
    public List<Blob> list(String model, long lastEpoch) throws IOException {
        List<Blob> blobs = new ArrayList<>();
        for (long epoch : epochs(model, lastEpoch)) {
            for (Path file : files(directory(model, epoch), Blob.NAME)) {
                blobs.add(new Blob(epoch, file.getFileName().toString(), Files.size(file)));
            }
        }
        return blobs;
    }

    @Override
    public void delete(String model, Blob blob) throws IOException {
        disk.delete(file(model, blob));
    }

    @Override
    public void removeLeftovers(String model, long lastEpoch) throws IOException {
        for (long epoch : epochs(model, lastEpoch)) {
            for (Path part : files(directory(model, epoch), LEFTOVER)) {
                disk.delete(part);
            }
        }
    }

    private List<Long> epochs(String model, long last) throws IOException {
        List<Long> epochs = new ArrayList<>();
        Path directory = directory(model);
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
                for (Path child : children) {
                    Matcher name = EPOCH.matcher(child.getFileName().toString());
                    if (name.matches() && Long.parseLong(name.group(1)) <= last && isOwn(child)) {
                        epochs.add(Long.valueOf(name.group(1)));
                    }
                }
            }
        }
        return epochs;
    }

    /** Nothing is followed out of the store. */
    private static boolean isOwn(Path directory) {
        return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS);
    }

    private static List<Path> files(Path directory, Pattern name) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
            for (Path child : children) {
                if (name.matcher(child.getFileName().toString()).matches()
                        && Files.isRegularFile(child, LinkOption.NOFOLLOW_LINKS)) {
                    files.add(child);
                }
            }
        }
        return files;
    }

    private Path file(String model, Blob blob) {
        return directory(model).resolve(blob.name());
    }

    private Path directory(String model, long epoch) {
        return directory(model).resolve("e" + epoch);
    }

    private Path directory(String model) {
        if (!MODEL.matcher(model).matches()) {
            throw new IllegalArgumentException("expected a model id of at most 128 letters, digits, dots, dashes and"
                    + " underscores, starting with a letter or digit, found '" + model + "'");
        }
        return root.resolve(model);
    }
}
