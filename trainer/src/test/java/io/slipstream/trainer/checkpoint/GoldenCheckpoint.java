package io.slipstream.trainer.checkpoint;

import io.slipstream.trainer.stream.TrainingImage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The checkpoint that was written once for every format and must stay readable.
 *
 * <p>{@code main} writes it below a directory, as of today; a format that has been released is never written again.
 */
final class GoldenCheckpoint {

    static final CheckpointHeader HEADER = States.header(2, 3);

    private GoldenCheckpoint() {}

    /** What it holds: six images, of which one was replaced, and a seventh that came later. */
    static TrainingState state(List<TrainingImage> sixImages) {
        List<TrainingImage> slots = new ArrayList<>(sixImages);
        slots.set(3, States.image(6));
        slots.add(States.image(7));
        return States.state(3, slots);
    }

    public static void main(String[] arguments) throws Exception {
        Path root = Path.of(arguments[0]);
        BlobStore store = new FileBlobStore(root);
        CheckpointReader reader = new CheckpointReader(root);
        Written before = new CheckpointWriter(store)
                .write(States.header(1, 2), States.state(2, States.images(0, 6)), States.order(), States.CONFIG);
        Restored restored = reader.read(before.manifestUri(), before.manifestSha256());
        CheckpointWriter writer = new CheckpointWriter(store, restored);
        Written written = writer.write(HEADER, state(restored.state().replay().slots()), States.order(), States.CONFIG);
        CheckpointConfig keepIt = new CheckpointConfig(root, Duration.ZERO, 1, 0, 0, Duration.ZERO);
        new Collector(store, reader, writer, keepIt).collect("demo", 2, List.of());
        System.out.println(written.manifestSha256() + " " + written.stateHashes());
    }
}
