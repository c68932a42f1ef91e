package io.slipstream.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipstream.schemas.record.LedgerEntry;
import io.slipstream.schemas.record.TrainingCheckpoint;
import io.slipstream.schemas.record.TrainingMetrics;
import io.slipstream.schemas.record.TrainingVerdict;
import io.slipstream.trainer.health.RollbackConfig.Then;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A learning rate at which the loss is soon no number sends training back, until it gives up; a sane one mends it. */
class DivergenceIT {

    private static final String MAD = "{learning-rate: 1e30, warm-up-steps: 0}";
    private static final String NEVER = "1h";

    private final Path directory;

    DivergenceIT(@TempDir Path directory) {
        this.directory = directory;
    }

    private static Map<String, String> mad(TestService service, int tries, String every, Then then) {
        return Map.of(
                "optimizer", MAD,
                "rollback", "{tries: %d, then: %s}".formatted(tries, then.name().toLowerCase(Locale.ROOT)),
                "checkpoint", service.checkpoint(every, "keep: 100"));
    }

    @ParameterizedTest
    @EnumSource(Then.class)
    void trainingGoesBackGivesUpAndGoesOnWithASaneRateAndAccountsForEverything(Then then) throws Exception {
        try (TestService service = TestService.filled(directory)) {
            // Given a model that learns well
            service.train(Map.of(), new LoopScript().stopAt(20));
            TrainingCheckpoint healthy = service.last(TestService.MODEL);

            // When it diverges
            assertThatExceptionOfType(UnwellException.class)
                    .isThrownBy(() -> service.train(mad(service, 1, NEVER, then), new LoopScript()))
                    .withMessageContaining("learning rate is too high");

            // Then it has gone back, said so, and left the last healthy state
            assertThat(service.metrics())
                    .filteredOn(metrics -> metrics.getVerdict() == TrainingVerdict.DIVERGED)
                    .extracting(TrainingMetrics::getRollbacks)
                    .containsExactly(0, 1);
            TrainingCheckpoint left = service.last(TestService.MODEL);
            assertThat(left.getLineageEpoch()).isEqualTo(3);
            assertThat(left.getHealthy()).isTrue();
            assertThat(left.getStep()).isEqualTo(healthy.getStep());
            assertThat(left.getStateHashes()).contains(Map.entry("student", student(healthy)));

            // And with a sane rate it goes on from there
            service.train(Map.of(), new LoopScript());
            service.assertAccounted();
            long dropped = service.last(TestService.MODEL).getLedger().stream()
                    .mapToLong(LedgerEntry::getDropped)
                    .sum();
            switch (then) {
                case REWARM -> assertThat(dropped).isZero();
                case SKIP -> assertThat(dropped).isBetween(2 * 8L, 4 * 8L);
            }
        }
    }

    private static String student(TrainingCheckpoint checkpoint) {
        return Objects.requireNonNull(checkpoint.getStateHashes().get("student"));
    }

    @Test
    void whenGoingBackDoesNotHelpTheNextTimeGoesFurtherBack() throws Exception {
        try (TestService service = TestService.filled(directory)) {
            service.train(Map.of(), new LoopScript().stopAt(20));
            TrainingCheckpoint healthy = service.last(TestService.MODEL);

            // A checkpoint after the first mad step has spoilt weights, and a loss that was well
            assertThatExceptionOfType(UnwellException.class)
                    .isThrownBy(() -> service.train(mad(service, 2, "10ms", Then.REWARM), new LoopScript()));

            TrainingCheckpoint spoilt = firstOf(service, 2);
            assertThat(spoilt.getHealthy()).isTrue();
            assertThat(spoilt.getStep()).isEqualTo(healthy.getStep() + 1);
            assertThat(firstOf(service, 3).getParentId()).isEqualTo(spoilt.getCheckpointId());
            assertThat(firstOf(service, 4).getParentId()).isEqualTo(healthy.getCheckpointId());
        }
    }

    private static TrainingCheckpoint firstOf(TestService service, long epoch) {
        List<TrainingCheckpoint> all = service.checkpoints(TestService.MODEL);
        return all.stream()
                .filter(checkpoint -> checkpoint.getLineageEpoch() == epoch)
                .findFirst()
                .orElseThrow();
    }
}
