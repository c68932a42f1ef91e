package io.slipstream.ingest.source;

import io.slipstream.schemas.config.ByteSize;
import io.slipstream.schemas.image.ImageSet;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;

/**
 * Shards that lie on a server.
 *
 * @param attempts tries in a row that may bring nothing
 * @param tagNames fields of each sample's {@code .json} that become tags
 * @param cap as much of each file in a shard as is kept
 * @param clock tells the event time of shards whose server does not say when they were changed
 */
record RemoteShards(ShardServer server, int attempts, Set<String> tagNames, ByteSize cap, Clock clock)
        implements ShardOpener {

    @Override
    public Shard open(String name) throws IOException, InterruptedException {
        ShardStream stream = new ShardStream(server, name, attempts);
        String shown = server.shown(name);
        Instant modified = stream.modified().orElseGet(clock::instant);
        return new Shard(name, shown, tagNames, modified, ImageSet.tar(shown, stream, cap));
    }

    @Override
    public void close() {
        server.close();
    }
}
