package io.slipstream.ingest.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipstream.schemas.topic.Topic;
import io.slipstream.schemas.topic.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TopicPlanTest {

    private static final Wishes NONE = new Wishes(OptionalInt.empty(), Map.of());
    private static final List<Topic<?>> RAW = List.of(Topics.IMAGES_RAW);

    @Test
    void whatIsMissingIsCreatedAsDeclaredOrAsAsked() {
        Wishes wishes = new Wishes(OptionalInt.of(3), Map.of("images.raw", 12));

        assertThat(TopicPlan.of(RAW, NONE, Map.of(), false).findings())
                .containsExactly(new Finding.Create(Topics.IMAGES_RAW, 4, OptionalInt.empty()));
        assertThat(TopicPlan.of(RAW, wishes, Map.of(), false).findings())
                .containsExactly(new Finding.Create(Topics.IMAGES_RAW, 12, OptionalInt.of(3)));
    }

    @Test
    void whatIsAsDeclaredFits() {
        TopicPlan plan = plan(NONE, asDeclared(), false);

        assertThat(plan.findings()).isEmpty();
        assertThat(plan.fits()).isTrue();
    }

    @Test
    void theCleanupPolicyIsNeverChanged() {
        TopicPlan plan = plan(NONE, with("cleanup.policy", "compact"), false);

        assertThat(plan.fits()).isFalse();
        assertThat(plan.findings()).singleElement().satisfies(finding -> assertThat(finding.words())
                .contains("expected cleanup.policy=delete, found compact", "leaves it as it is"));
    }

    @Test
    void tooSmallMessagesAreRaisedAndLargerOnesAreAChoice() {
        assertThat(plan(NONE, with("max.message.bytes", "1048588"), false).findings())
                .containsExactly(new Finding.Raise("images.raw", "max.message.bytes", "1048588", "11534336"));
        assertThat(plan(NONE, with("max.message.bytes", "99999999"), false).findings())
                .singleElement()
                .isInstanceOf(Finding.Choice.class);
    }

    @Test
    void retentionIsTheOperatorsChoice() {
        assertThat(plan(NONE, with("retention.ms", "-1"), false).findings())
                .singleElement()
                .isInstanceOf(Finding.Choice.class)
                .satisfies(finding -> assertThat(finding.words()).contains("for ever"));
    }

    @Test
    void partitionsAreAddedWhenAskedForAndNeverTakenAway() {
        Wishes more = new Wishes(OptionalInt.empty(), Map.of("images.raw", 8));
        Wishes fewer = new Wishes(OptionalInt.empty(), Map.of("images.raw", 2));

        assertThat(plan(more, asDeclared(), false).findings())
                .containsExactly(new Finding.AddPartitions("images.raw", 4, 8));
        assertThat(plan(more, asDeclared(), true).fits()).isFalse();
        assertThat(plan(fewer, asDeclared(), false).fits()).isFalse();
        assertThat(plan(NONE, new FoundTopic(6, 1, Topics.IMAGES_RAW.settings()), false)
                        .findings())
                .singleElement()
                .isInstanceOf(Finding.Choice.class);
    }

    @Test
    void aTopicOfOnePartitionHasOne() {
        Topic<?> letters = Topics.IMAGES_DEAD_LETTER;
        FoundTopic two = new FoundTopic(2, 1, letters.settings());

        assertThat(TopicPlan.of(List.of(letters), NONE, Map.of(letters.name(), two), false)
                        .fits())
                .isFalse();
        assertThatThrownBy(() -> new Wishes(OptionalInt.empty(), Map.of(letters.name(), 2)))
                .hasMessageContaining("expected images.dead-letter=1");
        assertThatThrownBy(() -> new Wishes(OptionalInt.empty(), Map.of("pictures", 2)))
                .hasMessageContaining("found pictures");
    }

    @Test
    void tooFewReplicasDoNotFit() {
        assertThat(plan(new Wishes(OptionalInt.of(3), Map.of()), asDeclared(), false)
                        .fits())
                .isFalse();
        assertThat(plan(new Wishes(OptionalInt.of(1), Map.of()), asDeclared(), false)
                        .findings())
                .isEmpty();
    }

    private static TopicPlan plan(Wishes wishes, FoundTopic found, boolean isCurated) {
        return TopicPlan.of(RAW, wishes, Map.of("images.raw", found), isCurated);
    }

    private static FoundTopic asDeclared() {
        return new FoundTopic(4, 1, Topics.IMAGES_RAW.settings());
    }

    private static FoundTopic with(String setting, String value) {
        Map<String, String> settings = new HashMap<>(Topics.IMAGES_RAW.settings());
        settings.put(setting, value);
        return new FoundTopic(4, 1, settings);
    }
}
