package io.slipstream.schemas.topic;

import java.util.List;
import org.apache.kafka.common.KafkaException;

/** Topics exist that the pipeline cannot use as they are; an operator has to decide, so the service stops. */
public final class TopicMismatchException extends KafkaException {

    TopicMismatchException(List<String> mismatches) {
        super("Topics exist that do not fit the pipeline:\n  " + String.join("\n  ", mismatches));
    }
}
