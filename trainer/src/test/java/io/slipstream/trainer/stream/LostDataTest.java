package io.slipstream.trainer.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipstream.trainer.stream.IntakeConfig.OnLostData;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class LostDataTest {

    private static final TopicPartition PARTITION = new TopicPartition("images", 3);

    private final LostData fail = new LostData(OnLostData.FAIL);
    private final LostData skip = new LostData(OnLostData.SKIP);

    @Test
    void anOffsetThatIsThereOrWillComeNextIsNotLost() {
        assertThat(fail.find(PARTITION, 10, 10, 20)).isEmpty();
        assertThat(fail.find(PARTITION, 20, 10, 20)).isEmpty();
    }

    @Test
    void deletedRecordsAreNamedWithWhatToSet() {
        assertThatExceptionOfType(LostDataException.class)
                .isThrownBy(() -> fail.find(PARTITION, 10, 15, 20))
                .withMessageContainingAll("images-3@10", "@15", "deleted", "intake.on-lost-data: skip");
        assertThat(skip.find(PARTITION, 10, 15, 20)).contains(new Arrival.Lost(PARTITION, 10, 15));
    }

    @Test
    void aPartitionThatWasCutShortIsNamed() {
        assertThatExceptionOfType(LostDataException.class)
                .isThrownBy(() -> fail.find(PARTITION, 30, 10, 20))
                .withMessageContainingAll("images-3@30", "@20", "cut short");
        assertThat(skip.find(PARTITION, 30, 10, 20)).contains(new Arrival.Lost(PARTITION, 30, 20));
    }

    @Test
    void aTopicMadeAnewIsNamed() {
        assertThatExceptionOfType(LostDataException.class)
                .isThrownBy(() -> fail.madeAnew(PARTITION, 30, 0))
                .withMessageContainingAll("images-3@30", "made anew");
        assertThat(skip.madeAnew(PARTITION, 30, 0)).isEqualTo(new Arrival.Lost(PARTITION, 30, 0));
    }

    @Test
    void ofARecordedOrderNothingMayBeLeftOut() {
        assertThatExceptionOfType(LostDataException.class)
                .isThrownBy(() -> LostData.ofRecordedOrder().find(PARTITION, 10, 15, 20))
                .withMessageContainingAll("images-3@10", "@15", "deleted", "again")
                .withMessageNotContaining("on-lost-data");
    }
}
