package io.slipstream.evaluator.channel.log;

import io.slipstream.evaluator.channel.decision.History;
import io.slipstream.evaluator.topic.Received;
import io.slipstream.evaluator.topic.TopicReader;
import io.slipstream.schemas.record.ChannelPointer;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.Topic;
import io.slipstream.schemas.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/** Reads all that there is of decisions and their evidence, once. */
public final class HistoryReader {

    private HistoryReader() {}

    /** Everything as it is now; decisions first, so that what they rest on is there. A topic that is missing is empty. */
    public static History read(Connection connection) {
        Set<String> existing = existing(connection);
        List<Received<ChannelPointer>> decisions = all(connection, existing, Topics.MODEL_DECISIONS);
        return new History(
                all(connection, existing, Topics.MODEL_SNAPSHOTS),
                all(connection, existing, Topics.SNAPSHOT_REPORTS),
                all(connection, existing, Topics.PROBE_SCORES),
                all(connection, existing, Topics.CHANNEL_REQUESTS),
                decisions,
                all(connection, existing, Topics.MODEL_CHANNELS));
    }

    private static Set<String> existing(Connection connection) {
        try (Admin admin = Admin.create(KafkaSettings.admin(connection.kafka(), connection.client()))) {
            return connection.retry().call("asking for the topics", () -> {
                try {
                    return admin.listTopics().names().get();
                } catch (ExecutionException e) {
                    throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
                } catch (InterruptedException e) {
                    throw new InterruptException(e);
                }
            });
        }
    }

    private static <V extends SpecificRecord> List<Received<V>> all(
            Connection connection, Set<String> existing, Topic<V> topic) {
        if (!existing.contains(topic.name())) {
            return List.of();
        }
        try (TopicReader<V> reader = connection.reader(topic)) {
            return reader.readNew(Duration.ZERO);
        }
    }
}
