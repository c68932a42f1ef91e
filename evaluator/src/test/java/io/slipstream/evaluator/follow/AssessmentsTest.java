package io.slipstream.evaluator.follow;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.evaluator.encoder.Encoder;
import io.slipstream.evaluator.follow.Assessments.Progress;
import io.slipstream.schemas.record.ChannelPointer;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.topic.Topic;
import io.slipstream.schemas.topic.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AssessmentsTest {

    private final ModelSnapshot snapshot = Announcements.snapshot("m", 100).build();
    private final Told first = new Told("first");
    private final Told second = new Told("second");
    private final Assessments assessments = new Assessments(List.of(first, second));

    @Test
    void aSnapshotIsDoneWhenNobodyWantsToSayMore() {
        assertThat(assessments.progress(snapshot)).isEqualTo(Progress.NONE);

        first.done = true;
        assertThat(assessments.progress(snapshot)).isEqualTo(Progress.SOME);

        second.done = true;
        assertThat(assessments.progress(snapshot)).isEqualTo(Progress.ALL);
    }

    @Test
    void anObstacleKeepsAnAssessmentFromHavingNewsButNotFromWanting() {
        first.done = true;
        assertThat(assessments.haveNews(snapshot)).isTrue();

        second.obstacle = Optional.of("too few");

        assertThat(assessments.haveNews(snapshot)).isFalse();
        assertThat(assessments.progress(snapshot)).isEqualTo(Progress.SOME);
    }

    @Test
    void everyAssessmentOfATopicHearsOfItsRecords() {
        ChannelPointer pointer = pointer("candidate", "m-100");

        assessments.recall(Topics.MODEL_CHANNELS, pointer);
        assessments.recall(Topics.MODEL_SNAPSHOTS, snapshot);

        assertThat(first.heard).containsExactly(pointer);
        assertThat(second.heard).containsExactly(pointer);
        assertThat(assessments.topics()).containsExactly(Topics.MODEL_CHANNELS);
    }

    @Test
    void candidatesAreWhatTheNewestDecisionsOnCandidateAndShadowName() {
        ModelHistory models = new ModelHistory();
        models.announced(snapshot);
        models.announced(Announcements.snapshot("m", 200).build());
        models.decided(pointer("stable", "m-200"));
        assertThat(models.candidates()).isEmpty();

        models.decided(pointer("candidate", "m-200"));
        models.decided(pointer("shadow", "m-300"));
        assertThat(models.candidates()).extracting(ModelSnapshot::getSnapshotId).containsExactly("m-200");

        models.decided(pointer("candidate", "m-100"));
        models.announced(Announcements.snapshot("m", 300).build());
        assertThat(models.candidates())
                .extracting(ModelSnapshot::getSnapshotId)
                .containsExactlyInAnyOrder("m-100", "m-300");

        models.decided(pointer("candidate", ""));
        assertThat(models.candidates()).extracting(ModelSnapshot::getSnapshotId).containsExactly("m-300");
    }

    private static ChannelPointer pointer(String channel, String snapshotId) {
        return ChannelPointer.newBuilder()
                .setModelId("m")
                .setChannel(channel)
                .setChannelEpoch(1)
                .setSnapshotId(snapshotId)
                .setTime(Instant.EPOCH)
                .setActor("test")
                .build();
    }

    /** Says what it is told to say. */
    private static final class Told implements Assessment<ChannelPointer> {

        private final String name;
        private final List<ChannelPointer> heard = new ArrayList<>();
        private boolean done;
        private Optional<String> obstacle = Optional.empty();

        Told(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Topic<ChannelPointer> topic() {
            return Topics.MODEL_CHANNELS;
        }

        @Override
        public String key(ChannelPointer found) {
            return found.getChannel();
        }

        @Override
        public void recall(ChannelPointer found) {
            heard.add(found);
        }

        @Override
        public boolean hasAssessed(ModelSnapshot snapshot) {
            return done;
        }

        @Override
        public boolean wants(ModelSnapshot snapshot) {
            return !done;
        }

        @Override
        public Optional<String> obstacle() {
            return obstacle;
        }

        @Override
        public Optional<ChannelPointer> assess(ModelSnapshot snapshot, Encoder encoder, ModelHistory models) {
            return Optional.empty();
        }

        @Override
        public void report(ChannelPointer found) {}
    }
}
