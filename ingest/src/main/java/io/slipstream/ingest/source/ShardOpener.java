package io.slipstream.ingest.source;

import java.io.Closeable;
import java.io.IOException;

/** Opens shards by the names a pattern stands for. */
interface ShardOpener extends Closeable {

    /**
     * Opens a shard at its beginning.
     *
     * @throws IOException if there is none that can be read
     */
    Shard open(String name) throws IOException, InterruptedException;
}
