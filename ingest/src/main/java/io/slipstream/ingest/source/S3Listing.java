package io.slipstream.ingest.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.concurrent.Callable;
import software.amazon.awssdk.core.exception.SdkException;

/** A listing that says by an UncheckedIOException that it cannot go on, as other lists do. */
record S3Listing(Iterator<Callable<RawImage>> objects) implements Iterator<Callable<RawImage>> {

    @Override
    public boolean hasNext() {
        try {
            return objects.hasNext();
        } catch (SdkException away) {
            throw new UncheckedIOException(new IOException("S3 cannot be listed: " + away.getMessage(), away));
        }
    }

    @Override
    public Callable<RawImage> next() {
        return objects.next();
    }
}
