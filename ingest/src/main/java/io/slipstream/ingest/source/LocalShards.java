package io.slipstream.ingest.source;

import io.slipstream.schemas.config.ByteSize;
import io.slipstream.schemas.image.ImageSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * Shards that are files.
 *
 * @param tagNames fields of each sample's {@code .json} that become tags
 * @param cap as much of each file in a shard as is read
 */
record LocalShards(Set<String> tagNames, ByteSize cap) implements ShardOpener {

    @Override
    public Shard open(String name) throws IOException {
        Path path = Path.of(name);
        return new Shard(name, name, tagNames, Files.getLastModifiedTime(path).toInstant(), ImageSet.open(path, cap));
    }

    @Override
    public void close() {
        // Nothing is open but the shard.
    }
}
