package io.slipstream.trainer.stream;

import io.slipstream.schemas.record.DeadLetter;
import io.slipstream.schemas.record.LedgerEntry;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the letters of refused records until the checkpoint that covers the records: they are published in its
 * transaction, once.
 *
 * <p>Not thread-safe: it belongs to the training thread.
 */
public final class DeadLetters implements Consumer<DeadLetter> {

    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);
    private static final long MANY = 16 << 20;

    private final Map<TopicPartition, Long> published = new HashMap<>();
    private final List<DeadLetter> letters = new ArrayList<>();
    private long bytes;

    /**
     * The letters of what an account covers are out already, and are not sent again when its records are read again, as
     * after going back to an earlier checkpoint.
     */
    public void published(LedgerEntry entry) {
        published.merge(new TopicPartition(entry.getTopic(), entry.getPartition()), entry.getNextOffset(), Math::max);
    }

    @Override
    public void accept(DeadLetter letter) {
        TopicPartition partition = new TopicPartition(letter.getTopic(), letter.getPartition());
        if (letter.getOffset() < published.getOrDefault(partition, 0L)) {
            return;
        }
        log.atWarn()
                .addKeyValue("record", partition + "@" + letter.getOffset())
                .addKeyValue("reason", letter.getReason())
                .addKeyValue("message", letter.getMessage())
                .log("Refused a record");
        letters.add(letter);
        ByteBuffer payload = letter.getPayload();
        bytes += payload == null ? 0 : payload.remaining();
    }

    /** Whether so much is held that a checkpoint should not wait for its time. */
    public boolean areMany() {
        return bytes >= MANY;
    }

    /** Hands over all letters held. */
    public List<DeadLetter> take() {
        List<DeadLetter> taken = List.copyOf(letters);
        letters.clear();
        bytes = 0;
        return taken;
    }
}
