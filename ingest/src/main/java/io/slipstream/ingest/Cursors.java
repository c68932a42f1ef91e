package io.slipstream.ingest;

import io.slipstream.ingest.cursor.Cursor;
import io.slipstream.ingest.cursor.NoCursor;
import io.slipstream.ingest.cursor.PositionCursor;
import io.slipstream.ingest.cursor.VersionCursor;
import io.slipstream.schemas.hash.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.kafka.common.Uuid;

/** Opens the cursor a configuration means. */
final class Cursors {

    private static final Path DIRECTORY = Path.of(".slipstream", "cursors");
    private static final int NAME_DIGITS = 16;

    private Cursors() {}

    /**
     * Opens it.
     *
     * @param topicId of the topic images go to: another topic has not got what this one has
     */
    static Cursor open(IngestConfig config, Uuid topicId) throws IOException {
        SourceIdentity identity = SourceIdentity.of(config);
        if (config.cursor().equals("none") || !identity.canBeReadAgain()) {
            return new NoCursor();
        }
        String source = identity.text() + " to " + config.topic() + " " + topicId;
        Path file = config.cursor().equals("auto") ? ownFile(config, source) : Path.of(config.cursor());
        return identity.isOrdered() ? PositionCursor.open(file, source) : VersionCursor.open(file, source);
    }

    private static Path ownFile(IngestConfig config, String source) {
        String digits = Sha256.of(source.getBytes(StandardCharsets.UTF_8)).substring(0, NAME_DIGITS);
        return DIRECTORY.resolve(Sources.name(config.source()) + "-" + digits + ".cursor");
    }
}
