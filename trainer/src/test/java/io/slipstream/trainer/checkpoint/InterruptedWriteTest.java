package io.slipstream.trainer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipstream.trainer.stream.TrainingImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterruptedWriteTest {

    private final Path directory;
    private final TrainingState before = States.state(1, States.images(0, 10));
    private final TrainingState after = States.state(2, changed(before.replay().slots()));

    InterruptedWriteTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void aKillOrPowerCutBetweenAnyTwoStepsLeavesTheCheckpointBeforeReadable() throws Exception {
        int steps = steps();
        assertThat(steps).isGreaterThan(30);
        for (int kill = 0; kill < steps; kill++) {
            Path root = directory.resolve("kill" + kill);
            UnreliableDisk disk = new UnreliableDisk();
            CheckpointWriter writer = new CheckpointWriter(new FileBlobStore(root, disk));
            Written first = write(writer, 1, before);

            disk.killAfter(kill);
            assertThatThrownBy(() -> write(writer, 2, after)).isInstanceOf(UnreliableDisk.Killed.class);
            disk.cutPower();

            Restored restored = read(root, first);
            assertThat(restored.state())
                    .usingRecursiveComparison(States.BY_VALUE)
                    .isEqualTo(before);
            Written next = write(new CheckpointWriter(new FileBlobStore(root), restored), 3, after);
            assertThat(read(root, next).state())
                    .usingRecursiveComparison(States.BY_VALUE)
                    .isEqualTo(after);
            assertThat(leftovers(root)).isEmpty();
        }
    }

    @Test
    void aCheckpointThatWasReportedSurvivesAPowerCut() throws Exception {
        UnreliableDisk disk = new UnreliableDisk();
        Path root = directory.resolve("store");
        CheckpointWriter writer = new CheckpointWriter(new FileBlobStore(root, disk));
        Written first = write(writer, 1, before);
        Written second = write(writer, 1, after);

        disk.cutPower();

        assertThat(read(root, first).state())
                .usingRecursiveComparison(States.BY_VALUE)
                .isEqualTo(before);
        assertThat(read(root, second).state())
                .usingRecursiveComparison(States.BY_VALUE)
                .isEqualTo(after);
    }

    @Test
    void aWriterWhoseStoreRefusedOnceGoesOn() throws Exception {
        int steps = steps();
        for (int refusal = 0; refusal < steps; refusal++) {
            Path root = directory.resolve("full" + refusal);
            UnreliableDisk disk = new UnreliableDisk();
            CheckpointWriter writer = new CheckpointWriter(new FileBlobStore(root, disk));
            Written first = write(writer, 1, before);

            disk.refuseAfter(refusal);
            assertThatThrownBy(() -> write(writer, 2, after))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("No space left");
            Written second = write(writer, 2, after);
            disk.cutPower();

            assertThat(read(root, first).state())
                    .usingRecursiveComparison(States.BY_VALUE)
                    .isEqualTo(before);
            assertThat(read(root, second).state())
                    .usingRecursiveComparison(States.BY_VALUE)
                    .isEqualTo(after);
        }
    }

    /** Steps that the second checkpoint takes, the first of its epoch. */
    private int steps() throws IOException {
        UnreliableDisk disk = new UnreliableDisk();
        CheckpointWriter writer = new CheckpointWriter(new FileBlobStore(directory.resolve("count"), disk));
        write(writer, 1, before);
        int first = disk.steps();
        write(writer, 2, after);
        return disk.steps() - first;
    }

    private static Written write(CheckpointWriter writer, long epoch, TrainingState state) throws IOException {
        return writer.write(States.header(epoch, state.progress().step()), state, States.order(), States.CONFIG);
    }

    private static Restored read(Path root, Written written) throws Exception {
        return new CheckpointReader(root).read(written.manifestUri(), written.manifestSha256());
    }

    private static List<TrainingImage> changed(List<TrainingImage> images) {
        List<TrainingImage> changed = new ArrayList<>(images);
        changed.set(4, States.image(50));
        changed.add(States.image(51));
        return changed;
    }

    private static List<Path> leftovers(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".part")).toList();
        }
    }
}
