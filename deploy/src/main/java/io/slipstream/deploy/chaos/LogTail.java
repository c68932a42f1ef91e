package io.slipstream.deploy.chaos;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** The lines of a log file while it grows, each once and whole. Not thread-safe. */
final class LogTail implements AutoCloseable {
    private final FileChannel file;
    private final ByteBuffer read = ByteBuffer.allocate(64 << 10);
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    /** Starts at the beginning of the file, which must exist. */
    LogTail(Path file) throws IOException {
        this.file = FileChannel.open(file, StandardOpenOption.READ);
    }

    /** The lines that have been completed since the last call. */
    List<String> poll() throws IOException {
        List<String> lines = new ArrayList<>();
        while (file.read(read) > 0) {
            read.flip();
            while (read.hasRemaining()) {
                byte next = read.get();
                if (next == '\n') {
                    lines.add(line.toString(StandardCharsets.UTF_8));
                    line.reset();
                } else {
                    line.write(next);
                }
            }
            read.clear();
        }
        return lines;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
