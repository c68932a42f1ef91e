package io.slipstream.ingest.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Instant;
import java.util.Optional;

/**
 * The bytes of a shard on a server, as one stream whatever happens to the connections: where one breaks, the next goes on
 * behind the last byte. Ends with an error when so many tries in a row have brought nothing, or when the shard has changed
 * in between. Not thread-safe.
 */
final class ShardStream extends InputStream {

    private final ShardServer server;
    private final String name;
    private final Attempts attempts;
    private ShardServer.Part part;
    private long position;

    /**
     * Opens a shard at its beginning.
     *
     * @throws IOException if it is not to be had, with its name and the reason
     */
    ShardStream(ShardServer server, String name, int attempts) throws IOException, InterruptedException {
        this.server = server;
        this.name = name;
        this.attempts = new Attempts(attempts);
        this.part = first();
    }

    /** When the shard was last changed, if the server says so. */
    Optional<Instant> modified() {
        return part.modified();
    }

    private ShardServer.Part first() throws IOException, InterruptedException {
        while (true) {
            try {
                return server.open(name, 0, Optional.empty());
            } catch (PassingException passing) {
                insist(passing);
            } catch (IOException refused) {
                throw named(refused);
            }
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        while (true) {
            try {
                int count = part.body().read(target, offset, length);
                if (count < 0 && position < part.length()) {
                    throw new IOException("the connection ended after " + position + " of " + part.length() + " bytes");
                }
                if (count > 0) {
                    position += count;
                    attempts.succeeded();
                }
                return count;
            } catch (IOException broken) {
                if (Thread.currentThread().isInterrupted()) {
                    throw broken;
                }
                goOn(broken);
            }
        }
    }

    /** Opens the shard again behind the last byte, as often as is allowed. */
    private void goOn(IOException broken) throws IOException {
        PassingException failure = new PassingException(String.valueOf(broken.getMessage()), broken);
        try {
            while (true) {
                part.body().close();
                insist(failure);
                try {
                    reopen();
                    return;
                } catch (PassingException passing) {
                    failure = passing;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private void reopen() throws IOException, InterruptedException {
        ShardServer.Part next;
        try {
            next = server.open(name, position, part.version());
        } catch (PassingException passing) {
            throw passing;
        } catch (IOException refused) {
            throw named(refused);
        }
        if (!isSame(next)) {
            next.body().close();
            throw named(new IOException("it has changed while it was read"));
        }
        part = next;
        if (next.from() == 0) {
            skip(next.body());
        } else if (next.from() != position) {
            throw named(new IOException("byte " + position + " was asked for, and " + next.from() + " came"));
        }
    }

    /** By its version, or by what else there is where servers have none. */
    private boolean isSame(ShardServer.Part next) {
        boolean sameTime = next.version().isPresent() || next.modified().equals(part.modified());
        boolean sameLength = next.length() < 0 || part.length() < 0 || next.length() == part.length();
        return next.version().equals(part.version()) && sameTime && sameLength;
    }

    /** From a server that knows only whole files. */
    private void skip(InputStream whole) throws IOException {
        try {
            whole.skipNBytes(position);
        } catch (IOException broken) {
            throw new PassingException(String.valueOf(broken.getMessage()), broken);
        }
    }

    private void insist(PassingException failure) throws IOException, InterruptedException {
        try {
            attempts.failed(failure);
        } catch (IOException last) {
            throw named(last);
        }
    }

    private IOException named(IOException failure) {
        return new IOException(server.shown(name) + ": " + failure.getMessage(), failure);
    }

    @Override
    public void close() throws IOException {
        part.body().close();
    }
}
