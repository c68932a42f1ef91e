package io.slipstream.evaluator.channel.log;

import io.slipstream.schemas.serde.Registry;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.Topic;
import io.slipstream.schemas.topic.TopicCreator;
import io.slipstream.schemas.topic.Topics;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;

/** The topics that a promoter reads and writes. */
public final class ChannelTopics {

    private static final short BROKER_DEFAULT = -1;

    private static final List<Topic<?>> READ =
            List.of(Topics.MODEL_SNAPSHOTS, Topics.SNAPSHOT_REPORTS, Topics.PROBE_SCORES, Topics.CHANNEL_REQUESTS);
    private static final List<Topic<?>> WRITTEN = List.of(Topics.MODEL_CHANNELS, Topics.MODEL_DECISIONS);

    private ChannelTopics() {}

    /** Creates those that are missing and registers the schemas of those that are written; waits for broker and registry. */
    public static void prepare(Connection connection) {
        try (Admin admin = Admin.create(KafkaSettings.admin(connection.kafka(), connection.client()))) {
            for (List<Topic<?>> topics : List.of(READ, WRITTEN)) {
                connection
                        .retry()
                        .call("checking the topics", () -> TopicCreator.create(admin, BROKER_DEFAULT, topics));
            }
        }
        for (Topic<?> topic : WRITTEN) {
            connection
                    .retry()
                    .call(
                            "registering the schema of " + topic.name(),
                            () -> Registry.register(connection.registry(), topic));
        }
    }
}
