package io.slipstream.ingest.source;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The lines of a list of URLs, but for empty ones and those that start with {@code #}. Not thread-safe. */
final class UrlList implements Iterator<UrlList.Line>, Closeable {

    /**
     * One line.
     *
     * @param number of the line in its file, from 1
     * @param url as written
     */
    record Line(long number, String url) {

        String position() {
            return number + " " + url;
        }
    }

    private final BufferedReader reader;
    private long number;
    private @Nullable Line next;

    private UrlList(BufferedReader reader) {
        this.reader = reader;
    }

    /**
     * Opens a list after the line that was the last one.
     *
     * @throws IOException if there is no readable list, or that line is another one now
     */
    static UrlList open(Path file, Optional<String> last) throws IOException {
        UrlList list = new UrlList(Files.newBufferedReader(file));
        try {
            if (last.isPresent()) {
                list.goTo(last.get(), file);
            }
            return list;
        } catch (IOException | RuntimeException failure) {
            list.close();
            throw failure;
        }
    }

    private void goTo(String position, Path file) throws IOException {
        @Nullable Line line = read();
        while (line != null && !position.startsWith(line.number() + " ")) {
            line = read();
        }
        if (line == null || !line.position().equals(position)) {
            throw new IOException("expected line " + position + " in " + file + ", where the cursor is, found "
                    + (line == null ? "the end" : "line " + line.position())
                    + "; remove the cursor to start from the beginning");
        }
    }

    private @Nullable Line read() throws IOException {
        for (String text = reader.readLine(); text != null; text = reader.readLine()) {
            number++;
            String url = text.strip();
            if (!url.isEmpty() && !url.startsWith("#")) {
                return new Line(number, url);
            }
        }
        return null;
    }

    @Override
    public boolean hasNext() {
        if (next == null) {
            try {
                next = read();
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
        return next != null;
    }

    @Override
    public Line next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the list has no more lines");
        }
        Line line = Objects.requireNonNull(next);
        next = null;
        return line;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
