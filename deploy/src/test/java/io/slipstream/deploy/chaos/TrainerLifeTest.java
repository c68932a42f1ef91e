package io.slipstream.deploy.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipstream.deploy.process.ChildProcess;
import io.slipstream.deploy.process.JavaCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerLifeTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final KillPoint AT_THE_SECOND_COMMIT = new KillPoint(LogMark.COMMITTING, 2, Duration.ZERO);

    private final Path directory;

    TrainerLifeTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void aTrainerThatEndsByItselfHasAPaceAndWasNotKilled() throws Exception {
        TrainerLife life = follow("ends", Optional.empty(), LIMIT);

        assertThat(life.killed()).isFalse();
        assertThat(life.checkpoints()).isEqualTo(1);
        assertThat(life.pace()).isPresent();
    }

    @Test
    void aTrainerIsKilledAtItsPoint() throws Exception {
        TrainerLife life = follow("stays", Optional.of(AT_THE_SECOND_COMMIT), LIMIT);

        assertThat(life.killed()).isTrue();
        assertThat(life.checkpoints()).isEqualTo(1);
    }

    @Test
    void aTrainerThatEndsBeforeItsPointWasNotKilled() throws Exception {
        assertThat(follow("ends", Optional.of(AT_THE_SECOND_COMMIT), LIMIT).killed())
                .isFalse();
    }

    @Test
    void aTrainerThatFailsIsNoKillAndSaysWhy() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> follow("fails", Optional.of(AT_THE_SECOND_COMMIT), LIMIT))
                .withMessageContaining("ended with status 3")
                .withMessageContaining("out of ideas");
    }

    @Test
    void aTrainerThatOutlivesTheLimitIsEnded() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> follow("stays", Optional.empty(), Duration.ofSeconds(1)))
                .withMessageContaining("did not end within 1 s");
    }

    private TrainerLife follow(String manner, Optional<KillPoint> point, Duration limit) throws Exception {
        JavaCommand command =
                JavaCommand.slipstream(Talker.class.getName(), List.of("-XX:TieredStopAtLevel=1"), manner);
        try (ChildProcess process = ChildProcess.start("trainer", command, directory.resolve("trainer.log"))) {
            return TrainerLife.follow(process, point, limit);
        }
    }

    /** Says what a trainer says; the third argument is how it ends. */
    static final class Talker {
        private Talker() {}

        public static void main(String[] args) throws InterruptedException {
            System.err.println("Effective configuration:\nmodel: m");
            System.err.println("Writing a checkpoint\nCommitting a checkpoint\nCommitted a checkpoint");
            switch (args[2]) {
                case "ends" -> System.exit(0);
                case "fails" -> {
                    System.err.println("out of ideas");
                    System.exit(3);
                }
                default -> {
                    System.err.println("Writing a checkpoint\nCommitting a checkpoint");
                    new CountDownLatch(1).await();
                }
            }
        }
    }
}
