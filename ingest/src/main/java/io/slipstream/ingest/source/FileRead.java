package io.slipstream.ingest.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads single files.
 *
 * @param root folder that positions are relative to
 * @param key source key of every image
 * @param cap as many bytes of each file as are read
 */
record FileRead(Path root, String key, int cap) {

    /** The file as it is now; event time and position are those of the version that was seen before. */
    RawImage read(FileVersion version) {
        Path file = version.file();
        String position = version.position(root);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(cap);
            long size = bytes.length < cap ? bytes.length : Math.max(Files.size(file), bytes.length);
            return RawImage.of(key, version.modified(), file.toString(), position, size, bytes);
        } catch (IOException unreadable) {
            return RawImage.unreadable(
                    key, version.modified(), file.toString(), position, version.size(), unreadable.toString());
        }
    }
}
