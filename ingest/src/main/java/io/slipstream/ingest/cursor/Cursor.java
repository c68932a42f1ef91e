package io.slipstream.ingest.cursor;

import java.io.Closeable;
import java.io.IOException;
import java.util.Collection;
import java.util.Optional;

/**
 * What of a source has passed, that is: is on a topic together with everything that was taken before it.
 *
 * <p>Positions are texts that the source gives its images. Where they have an order, {@link #last} says where to go on;
 * where they have none, {@link #contains} says what to leave out. {@link #passed} may be called from any thread, all else
 * from one.
 */
public sealed interface Cursor extends Closeable permits PositionCursor, VersionCursor, NoCursor {

    /** Position of the last image that has passed; absent where none has, and where positions have no order. */
    Optional<String> last();

    /** Whether the image of this position has passed; false where positions have an order. */
    boolean contains(String position);

    /** Forgets the position of an image that is gone. */
    void forget(String position);

    /** Forgets all positions but these. */
    void retain(Collection<String> positions);

    /** Number of images that have passed, in this and earlier runs, without those forgotten. */
    long count();

    /** Notes that the image of this position has passed. */
    void passed(String position);

    /** Forces to disk what has passed. */
    void save() throws IOException;

    /** Saves, and leaves the cursor to others. */
    @Override
    void close() throws IOException;
}
