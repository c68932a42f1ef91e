package io.slipstream.ingest.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A server whose connections break after so many bytes, each of them. */
final class BreakingServer implements ShardServer {

    private final ShardServer server;
    private final int after;
    private final List<Long> from = new ArrayList<>();

    BreakingServer(ShardServer server, int after) {
        this.server = server;
        this.after = after;
    }

    /** Offsets that were asked for. */
    List<Long> from() {
        return from;
    }

    @Override
    public Part open(String name, long offset, Optional<String> version) throws IOException, InterruptedException {
        from.add(offset);
        Part part = server.open(name, offset, version);
        InputStream breaking = new FilterInputStream(part.body()) {
            private int left = after;

            @Override
            public int read(byte[] target, int start, int length) throws IOException {
                if (left == 0) {
                    throw new IOException("broken");
                }
                int count = super.read(target, start, Math.min(length, left));
                left -= Math.max(0, count);
                return count;
            }
        };
        return new Part(breaking, part.from(), part.length(), part.modified(), part.version());
    }

    @Override
    public String shown(String name) {
        return server.shown(name);
    }

    @Override
    public void close() {
        server.close();
    }
}
