package io.slipstream.trainer.stream;

import io.slipstream.schemas.record.DeadLetter;
import io.slipstream.schemas.topic.Topics;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends refused records to the dead-letter topic, in the background.
 *
 * <p>A letter the broker refuses is not lost in silence: {@link #check} throws, and the trainer stops.
 */
public final class DeadLetters implements Consumer<DeadLetter> {

    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);

    private final Producer<String, SpecificRecord> producer;
    private volatile @Nullable RuntimeException failure;

    /** Dead letters sent by the given producer, which the caller closes. */
    public DeadLetters(Producer<String, SpecificRecord> producer) {
        this.producer = producer;
    }

    @Override
    public void accept(DeadLetter letter) {
        String where = letter.getTopic() + "-" + letter.getPartition() + "@" + letter.getOffset();
        log.atWarn()
                .addKeyValue("record", where)
                .addKeyValue("reason", letter.getReason())
                .addKeyValue("message", letter.getMessage())
                .log("Refused a record");
        producer.send(
                new ProducerRecord<>(Topics.IMAGES_DEAD_LETTER.name(), letter.getSource(), letter), (ack, error) -> {
                    if (error != null) {
                        failure = new IllegalStateException(
                                "the dead letter of " + where + " could not be sent: " + error.getMessage(), error);
                    }
                });
    }

    /** Throws what kept a letter from being sent, if anything did. */
    public void check() {
        RuntimeException found = failure;
        if (found != null) {
            throw found;
        }
    }
}
