package io.slipstream.ingest.fuzz;

import java.io.IOException;

/** Where cases go. */
interface CaseSink extends AutoCloseable {

    void accept(FuzzCase image) throws IOException, InterruptedException;

    /**
     * Waits until every case has arrived.
     *
     * @return what became of them, in words and columns
     * @throws IOException if a case did not arrive, or was not answered as a service should
     */
    String finish() throws IOException, InterruptedException;

    @Override
    void close() throws IOException;
}
