package io.slipstream.trainer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.trainer.replay.ReplayState;
import io.slipstream.trainer.stream.TrainingImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SavedReplayTest {

    private static final int SLOTS = 400;
    private static final long IMAGE_BYTES = 32 + 32 + 4 + 3 * 4 * 4;

    private final Path root;
    private final List<TrainingImage> slots = new ArrayList<>(States.images(0, SLOTS));
    private int next = SLOTS;
    private long bytes;

    SavedReplayTest(@TempDir Path root) {
        this.root = root;
    }

    @Test
    void oneImageChangedIsOneImageWritten() throws Exception {
        SavedReplay first = write(SavedReplay.none());
        slots.set(7, States.image(next++));

        SavedReplay second = write(first);

        assertThat(bytes).isEqualTo(IMAGE_BYTES + Integer.BYTES);
        assertThat(second.segments()).hasSize(2).containsAll(first.segments());
    }

    @Test
    void anEqualImageThatIsAnotherObjectIsWrittenAgain() throws Exception {
        SavedReplay first = write(SavedReplay.none());
        slots.set(7, States.image(7));
        write(first);
        assertThat(bytes).isEqualTo(IMAGE_BYTES + Integer.BYTES);
    }

    @Test
    void aStoredProjectionIsWrittenOnceWithItsImage() throws Exception {
        slots.replaceAll(image -> image.with(new float[] {1, 2, 3}));
        SavedReplay first = write(SavedReplay.none());
        assertThat(bytes).isEqualTo(SLOTS * (IMAGE_BYTES + 3 * Float.BYTES) + 3 * Integer.BYTES);
        slots.set(7, States.image(next++).with(new float[] {1, 2, 4}));

        write(first);

        assertThat(bytes).isEqualTo(IMAGE_BYTES + 3 * Float.BYTES + 3 * Integer.BYTES);
    }

    @ParameterizedTest(name = "{0} of 400 slots at a time")
    @ValueSource(ints = {1, 7, 40, 250})
    void overManyCheckpointsAboutAsManyImagesAreWrittenAsChangeAndTheSegmentsStayBounded(int changes) throws Exception {
        long seed = 20_261_122L + changes;
        Random random = new Random(seed);
        SavedReplay saved = write(SavedReplay.none());
        long changedBytes = 0;
        long writtenBytes = 0;
        for (int checkpoint = 0; checkpoint < 200; checkpoint++) {
            for (int i = 0; i < changes; i++) {
                slots.set(random.nextInt(SLOTS), States.image(next++));
            }
            saved = write(saved);
            changedBytes += changes * IMAGE_BYTES;
            writtenBytes += bytes;

            long held = saved.segments().stream().mapToLong(Blob::bytes).sum();
            assertThat(held).as("seed %d", seed).isLessThanOrEqualTo(4 * SLOTS * IMAGE_BYTES + 4096);
            assertThat(saved.segments()).as("seed %d", seed).hasSizeLessThanOrEqualTo(Compaction.MOST_SEGMENTS);
        }
        assertThat(writtenBytes).as("seed %d", seed).isLessThan(4 * changedBytes);
    }

    private SavedReplay write(SavedReplay before) throws Exception {
        BlobWriter blobs = new BlobWriter(new FileBlobStore(root), "demo", 1);
        SavedReplay after = before.write(new ReplayState<>(next, slots), blobs);
        bytes = blobs.bytesWritten();
        return after;
    }
}
