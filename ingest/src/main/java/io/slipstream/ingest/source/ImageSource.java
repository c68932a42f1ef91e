package io.slipstream.ingest.source;

import java.io.IOException;
import java.time.Duration;

/** A stream of images, pulled one at a time. Not thread-safe. */
public sealed interface ImageSource extends AutoCloseable
        permits PathSource, WatchSource, WebDatasetSource, FetchSource, ReadAhead, StreamSource, CameraSource {

    /**
     * The next image, the end, or nothing when {@code patience} has passed.
     *
     * @throws IOException if the source cannot be read on; a single input that cannot be read is returned as such
     */
    Pull pull(Duration patience) throws IOException, InterruptedException;

    @Override
    void close() throws IOException;
}
