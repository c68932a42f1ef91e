package io.slipstream.evaluator.follow;

import io.slipstream.evaluator.topic.TopicReader;
import io.slipstream.schemas.topic.Topic;
import org.apache.avro.specific.SpecificRecord;

/** Topics that an assessment may read besides its own. */
public interface TopicAccess {

    /** A reader from the beginning of a topic of one partition, which is created if it is not there; closed by the service. */
    <V extends SpecificRecord> TopicReader<V> reader(Topic<V> topic);
}
