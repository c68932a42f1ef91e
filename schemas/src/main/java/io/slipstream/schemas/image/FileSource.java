package io.slipstream.schemas.image;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Where an {@link ImageSet} gets its files from. */
interface FileSource extends Closeable {

    /** The next file that is not passed over; null at the end. */
    @Nullable
    ImageFile next() throws IOException;
}
