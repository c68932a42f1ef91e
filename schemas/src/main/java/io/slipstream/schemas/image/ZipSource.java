package io.slipstream.schemas.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** Reads a zip archive in the order of its central directory. An entry that cannot be unpacked does not end the set. */
final class ZipSource implements FileSource {

    private final Path archive;
    private final int cap;
    private final ZipFile zip;
    private final Enumeration<ZipArchiveEntry> entries;

    ZipSource(Path archive, int cap) throws IOException {
        this.archive = archive;
        this.cap = cap;
        this.zip = ZipFile.builder().setPath(archive).get();
        this.entries = zip.getEntries();
    }

    @Override
    public @Nullable ImageFile next() throws IOException {
        while (entries.hasMoreElements()) {
            ZipArchiveEntry entry = entries.nextElement();
            if (entry.isDirectory() || entry.isUnixSymlink()) {
                continue;
            }
            EntryPath path = path(entry);
            if (!path.isHidden()) {
                return read(entry, path);
            }
        }
        return null;
    }

    private EntryPath path(ZipArchiveEntry entry) throws IOException {
        try {
            return EntryPath.ofEntry(entry.getName());
        } catch (IOException misleading) {
            throw new IOException(archive + ": " + misleading.getMessage(), misleading);
        }
    }

    private ImageFile read(ZipArchiveEntry entry, EntryPath path) {
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes(cap);
            if (bytes.length == entry.getSize()) {
                verify(entry, bytes);
            }
            return path.file(
                    Math.max(entry.getSize(), bytes.length), bytes, EntryPath.modified(entry.getLastModifiedTime()));
        } catch (IOException damaged) {
            return path.unreadable(entry.getSize(), damaged);
        }
    }

    private static void verify(ZipArchiveEntry entry, byte[] bytes) throws IOException {
        CRC32 found = new CRC32();
        found.update(bytes);
        if (found.getValue() != entry.getCrc()) {
            throw new IOException("expected CRC-32 %08x, found %08x".formatted(entry.getCrc(), found.getValue()));
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
