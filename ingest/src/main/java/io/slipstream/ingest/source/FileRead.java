package io.slipstream.ingest.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** Reads single files: at most {@code cap} bytes of each, event time from when it was last modified. */
record FileRead(String key, int cap, Instant unknownTime) {

    RawImage read(Path file) {
        Instant modified = unknownTime;
        long size = -1;
        try (InputStream in = Files.newInputStream(file)) {
            modified = Files.getLastModifiedTime(file).toInstant();
            size = Files.size(file);
            byte[] bytes = in.readNBytes(cap);
            long found = bytes.length < cap ? bytes.length : Math.max(size, bytes.length);
            return new RawImage(key, modified, file.toString(), found, bytes, Optional.empty());
        } catch (IOException unreadable) {
            return new RawImage(key, modified, file.toString(), size, new byte[0], Optional.of(unreadable.toString()));
        }
    }
}
