package io.slipstream.ingest.cursor;

import java.util.Collection;
import java.util.Optional;

/** Remembers nothing: for sources that cannot be read twice, and for users who want everything sent again. */
public final class NoCursor implements Cursor {

    @Override
    public Optional<String> last() {
        return Optional.empty();
    }

    @Override
    public boolean contains(String position) {
        return false;
    }

    @Override
    public void forget(String position) {
        // There is nothing to forget.
    }

    @Override
    public void retain(Collection<String> positions) {
        // There is nothing to forget.
    }

    @Override
    public long count() {
        return 0;
    }

    @Override
    public void passed(String position) {
        // Not remembered.
    }

    @Override
    public void save() {
        // There is nothing to save.
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}
