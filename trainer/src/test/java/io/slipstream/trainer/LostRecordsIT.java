package io.slipstream.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipstream.schemas.record.LedgerEntry;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.Topics;
import io.slipstream.trainer.stream.LostDataException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records that a stopped trainer had not read yet are deleted. */
class LostRecordsIT {

    private static final TopicPartition PARTITION = new TopicPartition(Topics.IMAGES.name(), 1);
    private static final long KEPT_FROM = 60;

    private final Path directory;

    LostRecordsIT(@TempDir Path directory) {
        this.directory = directory;
    }

    private static void delete(TestService service) throws Exception {
        try (Admin admin = Admin.create(KafkaSettings.admin(service.kafka(), "test"))) {
            admin.deleteRecords(Map.of(PARTITION, RecordsToDelete.beforeOffset(KEPT_FROM)))
                    .all()
                    .get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void trainingStopsUntilToldToSkipThemAndThenCountsThem() throws Exception {
        try (TestService service = TestService.filled(directory)) {
            // Given a stopped trainer that has lost what comes next on one partition
            service.train(Map.of(), new LoopScript().stopAt(10));
            long next = ledger(service).get(PARTITION.partition()).getNextOffset();
            delete(service);

            // When it is started, then it names what is lost
            assertThatExceptionOfType(LostDataException.class)
                    .isThrownBy(() -> service.train(Map.of(), new LoopScript()))
                    .withMessageContainingAll(PARTITION + "@" + next, "@" + KEPT_FROM, "intake.on-lost-data: skip");

            // When it is told to skip, then it counts what is lost and trains on the rest
            service.train(Map.of("intake", "{on-lost-data: skip}"), new LoopScript());
            assertThat(ledger(service)).allSatisfy(entry -> {
                long lost = entry.getPartition() == PARTITION.partition() ? KEPT_FROM - next : 0;
                assertThat(entry.getLost()).isEqualTo(lost);
                assertThat(entry.getCovered()).isEqualTo(TestService.RECORDS - lost);
                assertThat(entry.getPending()).isZero();
            });
            service.assertAudited();
        }
    }

    private static List<LedgerEntry> ledger(TestService service) {
        return service.last(TestService.MODEL).getLedger();
    }
}
