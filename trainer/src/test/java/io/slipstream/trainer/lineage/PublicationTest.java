package io.slipstream.trainer.lineage;

import static io.slipstream.trainer.lineage.Lineages.bare;
import static io.slipstream.trainer.lineage.Lineages.checkpoint;
import static io.slipstream.trainer.lineage.Lineages.claim;
import static io.slipstream.trainer.lineage.Lineages.publication;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.slipstream.schemas.record.TrainingCheckpoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PublicationTest {

    @Test
    void offsetsAreWhereTheLedgerReadsNext() {
        assertThat(bare("m", 1, 7).offsets())
                .containsExactly(Map.entry(new TopicPartition("images", 0), new OffsetAndMetadata(7)));
    }

    @Test
    void aClaimIsNoCheckpoint() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Publication(claim("m", 1), Optional.empty(), List.of(), List.of()))
                .withMessageContaining("found CLAIM");
    }

    @Test
    void theSnapshotIsTheOneThatTheCheckpointNames() {
        TrainingCheckpoint without = checkpoint("m", 1, 7).build();
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new Publication(without, publication("m", 1, 7).snapshot(), List.of(), List.of()))
                .withMessageContaining("expected null as the checkpoint says, found m-snapshot-7");
    }
}
