package io.slipstream.ingest.cursor;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The cursor of a source that always comes in the same order: the position up to which everything has passed.
 *
 * <p>The file is a small Java properties file with the keys {@code source}, {@code position} and {@code passed}, replaced
 * as a whole.
 */
public final class PositionCursor implements Cursor {

    private static final String SOURCE = "source";
    private static final String POSITION = "position";
    private static final String PASSED = "passed";

    private record State(@Nullable String position, long count) {}

    private final CursorFile file;
    private final String source;
    private State saved;
    private volatile State state;

    private PositionCursor(CursorFile file, String source, State state) {
        this.file = file;
        this.source = source;
        this.saved = state;
        this.state = state;
    }

    /**
     * Opens a cursor; one that does not exist yet is at the beginning.
     *
     * @param source what tells the source from others
     * @throws IOException if the file is that of another source or no cursor, or another process has it
     */
    public static PositionCursor open(Path path, String source) throws IOException {
        CursorFile file = CursorFile.take(path);
        try {
            return new PositionCursor(file, source, file.exists() ? read(file, source) : new State(null, 0));
        } catch (IOException failure) {
            file.close();
            throw failure;
        }
    }

    private static State read(CursorFile file, String source) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file.path())) {
            properties.load(reader);
            file.requireSource(source, properties.getProperty(SOURCE, "none"));
            return new State(properties.getProperty(POSITION), Long.parseLong(properties.getProperty(PASSED, "")));
        } catch (IllegalArgumentException malformed) {
            throw new IOException(
                    "expected a cursor in " + file.path() + ", found: " + malformed.getMessage(), malformed);
        }
    }

    @Override
    public Optional<String> last() {
        return Optional.ofNullable(state.position());
    }

    @Override
    public boolean contains(String position) {
        return false;
    }

    @Override
    public void forget(String position) {
        // What lies before the position is forgotten already.
    }

    @Override
    public void retain(Collection<String> positions) {
        // What lies before the position is forgotten already.
    }

    @Override
    public long count() {
        return state.count();
    }

    @Override
    public synchronized void passed(String position) {
        state = new State(position, state.count() + 1);
    }

    @Override
    public void save() throws IOException {
        State current = state;
        if (!current.equals(saved)) {
            Properties properties = new Properties();
            properties.setProperty(SOURCE, source);
            properties.setProperty(POSITION, String.valueOf(current.position()));
            properties.setProperty(PASSED, Long.toString(current.count()));
            StringWriter text = new StringWriter();
            properties.store(text, "How far slipstream ingest has come with a source");
            file.replace(text.toString().getBytes(StandardCharsets.UTF_8));
            saved = current;
        }
    }

    @Override
    public void close() throws IOException {
        try (file) {
            save();
        }
    }
}
