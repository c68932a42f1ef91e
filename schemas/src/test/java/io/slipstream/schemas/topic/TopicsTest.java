package io.slipstream.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.schemas.config.ByteSize;
import io.slipstream.schemas.topic.Topic.Cleanup;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

class TopicsTest {

    @Test
    void everyTopicHasItsOwnName() {
        assertThat(Topics.all()).extracting(Topic::name).doesNotHaveDuplicates().hasSize(15);
    }

    @Test
    void theLargestDefaultImageFitsIntoAMessage() {
        assertThat(Topics.IMAGES.maxMessage()).isGreaterThan(ByteSize.ofMiB(10));
        assertThat(Topics.IMAGES_DEAD_LETTER.maxMessage()).isGreaterThan(ByteSize.ofMiB(10));
        assertThat(Topics.PROBE_SAMPLES.maxMessage()).isGreaterThan(ByteSize.ofMiB(10));
    }

    @Test
    void imagesExpireAndSnapshotsStay() {
        assertThat(Topics.IMAGES)
                .returns(4, Topic::partitions)
                .returns(Cleanup.DELETE, Topic::cleanup)
                .returns(Duration.ofDays(7), Topic::retention)
                .returns("images-value", Topic::subject);
        assertThat(Topics.MODEL_SNAPSHOTS).returns(1, Topic::partitions).returns(Cleanup.COMPACT, Topic::cleanup);
    }

    @Test
    void requestsKeepTheirOrderAndExpire() {
        assertThat(Topics.TRAINING_REQUESTS)
                .returns(1, Topic::partitions)
                .returns(Cleanup.DELETE, Topic::cleanup)
                .returns(Duration.ofDays(7), Topic::retention)
                .returns("training-requests-value", Topic::subject);
    }

    @Test
    void decisionsAreKeptForEver() {
        assertThat(TopicCreator.newTopic(Topics.MODEL_DECISIONS, (short) 1).configs())
                .containsEntry("cleanup.policy", "delete")
                .containsEntry("retention.ms", "-1");
    }

    @Test
    void aTopicIsCreatedAsDeclared() {
        NewTopic images = TopicCreator.newTopic(Topics.IMAGES, (short) 3);
        assertThat(images.numPartitions()).isEqualTo(4);
        assertThat(images.replicationFactor()).isEqualTo((short) 3);
        assertThat(images.configs())
                .isEqualTo(Map.of(
                        "cleanup.policy", "delete", "max.message.bytes", "11534336", "retention.ms", "604800000"));

        NewTopic snapshots = TopicCreator.newTopic(Topics.MODEL_SNAPSHOTS, (short) -1);
        assertThat(snapshots.replicationFactor()).isEqualTo((short) -1);
        assertThat(snapshots.configs()).isEqualTo(Map.of("cleanup.policy", "compact", "max.message.bytes", "1048576"));
    }
}
