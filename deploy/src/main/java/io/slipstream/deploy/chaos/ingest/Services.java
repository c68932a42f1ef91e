package io.slipstream.deploy.chaos.ingest;

import io.slipstream.deploy.pipeline.Mortal;
import io.slipstream.deploy.process.Readiness;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** What lies between an image and the topic of images. */
record Services(URI gatewayAddress, Mortal gateway, Mortal curation, Mortal directory) implements AutoCloseable {

    List<Mortal> all() {
        return List.of(gateway, curation, directory);
    }

    /**
     * Waits until the directory has been sent to its end.
     *
     * @throws IOException if that fails or takes too long, with the end of its log
     */
    void finishDirectory(Duration limit) throws IOException, InterruptedException {
        long start = System.nanoTime();
        while (directory.process().isAlive()) {
            if (System.nanoTime() - start > limit.toNanos()) {
                throw new IOException(
                        Readiness.described(directory.process(), "did not end within " + limit.toSeconds() + " s"));
            }
            Thread.sleep(100);
        }
        if (directory.process().exitStatus() != 0) {
            throw new IOException(Readiness.described(
                    directory.process(),
                    "ended with status " + directory.process().exitStatus()));
        }
    }

    @Override
    public void close() {
        all().forEach(Mortal::close);
    }
}
