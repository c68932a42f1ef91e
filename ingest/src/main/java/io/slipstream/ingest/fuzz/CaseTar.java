package io.slipstream.ingest.fuzz;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Writes cases to a tar, which any directory of images can be replaced with. The same cases give the same bytes. */
final class CaseTar implements CaseSink {

    private final Path file;
    private final Path part;
    private final TarArchiveOutputStream tar;

    CaseTar(Path file) throws IOException {
        this.file = file.toAbsolutePath();
        this.part = this.file.resolveSibling(this.file.getFileName() + ".part");
        this.tar = new TarArchiveOutputStream(new BufferedOutputStream(Files.newOutputStream(part)), "UTF-8");
    }

    @Override
    public void accept(FuzzCase image) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(image.name());
        entry.setModTime(0L);
        entry.setSize(image.bytes().length);
        tar.putArchiveEntry(entry);
        tar.write(image.bytes());
        tar.closeArchiveEntry();
    }

    /** The file appears whole or not at all. */
    @Override
    public String finish() throws IOException {
        tar.close();
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        return "Written to " + file + "\n";
    }

    @Override
    public void close() throws IOException {
        tar.close();
        Files.deleteIfExists(part);
    }
}
