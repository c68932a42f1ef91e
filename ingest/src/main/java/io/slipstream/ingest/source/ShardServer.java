package io.slipstream.ingest.source;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;

/** Where shards lie that are reached over a network: they can be read from any byte on, as long as they do not change. */
interface ShardServer extends Closeable {

    /**
     * A shard that answers.
     *
     * @param body its bytes from {@code from} on; closing it ends the connection
     * @param from the offset of the first byte: as was asked for, or 0 if the server knows only whole files
     * @param length of the whole shard; -1 if the server does not say
     * @param modified when it was last changed, if the server says so
     * @param version another one whenever the bytes are others, if the server has such
     */
    record Part(InputStream body, long from, long length, Optional<Instant> modified, Optional<String> version) {}

    /**
     * Asks for a shard, once.
     *
     * @param name as the pattern has it
     * @param from the first byte that is wanted
     * @param version of the bytes before it, if known; the server may refuse if it has another one
     * @throws PassingException if another try may succeed
     * @throws IOException if there is no such shard to be had, with the reason
     */
    Part open(String name, long from, Optional<String> version) throws IOException, InterruptedException;

    /** A shard's name for people, without passwords and signatures. */
    String shown(String name);

    @Override
    void close();
}
