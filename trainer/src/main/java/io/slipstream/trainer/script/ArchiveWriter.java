package io.slipstream.trainer.script;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The zip a TorchScript archive is: entries stored as they are below one folder, at one fixed time.
 *
 * <p>The bytes depend on names, contents and their order alone. Not thread-safe.
 */
final class ArchiveWriter {

    private static final LocalDateTime FIXED_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ZipOutputStream zip = new ZipOutputStream(bytes);

    ArchiveWriter() {
        zip.setMethod(ZipOutputStream.STORED);
    }

    ArchiveWriter entry(String name, byte[] content) {
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry("slipstream/" + name);
        entry.setTimeLocal(FIXED_TIME);
        entry.setSize(content.length);
        entry.setCompressedSize(content.length);
        entry.setCrc(crc.getValue());
        try {
            zip.putNextEntry(entry);
            zip.write(content);
            zip.closeEntry();
        } catch (IOException e) {
            throw inMemory(e);
        }
        return this;
    }

    /** Ends the archive and returns it. */
    byte[] finish() {
        try {
            zip.close();
        } catch (IOException e) {
            throw inMemory(e);
        }
        return bytes.toByteArray();
    }

    private static UncheckedIOException inMemory(IOException e) {
        return new UncheckedIOException("a byte array in memory refused a write", e);
    }
}
