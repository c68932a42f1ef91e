package io.slipstream.schemas.image;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a tar archive from its beginning to its end. */
final class TarSource implements FileSource {

    private static final Logger log = LoggerFactory.getLogger(TarSource.class);
    private static final int BUFFER = 64 << 10;

    private final String archive;
    private final int cap;
    private final TarArchiveInputStream tar;

    private TarSource(String archive, int cap, InputStream in) {
        this.archive = archive;
        this.cap = cap;
        this.tar = new TarArchiveInputStream(in);
    }

    static TarSource plain(Path archive, int cap) throws IOException {
        return plain(archive.toString(), Files.newInputStream(archive), cap);
    }

    static TarSource gzipped(Path archive, int cap) throws IOException {
        return gzipped(archive.toString(), Files.newInputStream(archive), cap);
    }

    static TarSource plain(String archive, InputStream file, int cap) {
        return new TarSource(archive, cap, new BufferedInputStream(file, BUFFER));
    }

    /** Closes the stream if it is none of gzip. */
    static TarSource gzipped(String archive, InputStream file, int cap) throws IOException {
        try {
            return new TarSource(archive, cap, new GZIPInputStream(file, BUFFER));
        } catch (IOException notGzip) {
            file.close();
            throw new IOException(
                    "expected a gzip file, found " + archive + " (" + notGzip.getMessage() + ")", notGzip);
        }
    }

    @Override
    public @Nullable ImageFile next() throws IOException {
        try {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.isDirectory()) {
                    continue;
                }
                EntryPath path = EntryPath.ofEntry(entry.getName());
                if (path.isHidden()) {
                    continue;
                }
                if (entry.isFile() && !entry.isLink() && !entry.isSymbolicLink()) {
                    return path.file(entry.getSize(), content(entry), EntryPath.modified(entry.getLastModifiedTime()));
                }
                log.atWarn().addKeyValue("path", path).log("Passed over a link or special file");
            }
            return null;
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new IOException(archive + ": " + unreadable.getMessage(), unreadable);
        }
    }

    private byte[] content(TarArchiveEntry entry) throws IOException {
        byte[] bytes = tar.readNBytes(cap);
        if (bytes.length < Math.min(cap, entry.getSize())) {
            throw new IOException("expected " + entry.getSize() + " bytes of " + entry.getName() + ", found "
                    + bytes.length + " before the archive ends");
        }
        return bytes;
    }

    @Override
    public void close() throws IOException {
        tar.close();
    }
}
