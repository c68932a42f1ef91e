package io.slipstream.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.schemas.record.LedgerEntry;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.Topics;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The topic gets another partition while a trainer is stopped. */
class PartitionAddedIT {

    private static final int PARTITIONS = TestService.PARTITIONS + 1;
    private static final int MORE = 12;

    private final Path directory;

    PartitionAddedIT(@TempDir Path directory) {
        this.directory = directory;
    }

    private static void addPartition(TestService service) throws Exception {
        try (Admin admin = Admin.create(KafkaSettings.admin(service.kafka(), "test"))) {
            admin.createPartitions(Map.of(Topics.IMAGES.name(), NewPartitions.increaseTo(PARTITIONS)))
                    .all()
                    .get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void itIsTrainedOnFromItsBeginningAndNothingElseTwice() throws Exception {
        try (TestService service = TestService.filled(directory)) {
            service.train(Map.of(), new LoopScript().stopAt(10));
            addPartition(service);
            service.fill(PARTITIONS, TestService.RECORDS, TestService.RECORDS + MORE);

            service.train(Map.of(), new LoopScript());

            List<LedgerEntry> ledger = service.last(TestService.MODEL).getLedger();
            assertThat(ledger).extracting(LedgerEntry::getCovered).containsExactly(108L, 108L, 108L, 108L, (long) MORE);
            assertThat(ledger.get(TestService.PARTITIONS).getTrained()).isEqualTo(MORE);
            service.assertAudited();
        }
    }
}
