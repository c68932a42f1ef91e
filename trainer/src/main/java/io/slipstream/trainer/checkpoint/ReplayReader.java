package io.slipstream.trainer.checkpoint;

import io.slipstream.trainer.replay.ReplayState;
import io.slipstream.trainer.stream.TrainingImage;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Reads a replay buffer back, one segment after the other, keeping only the images in use. */
final class ReplayReader {

    private ReplayReader() {}

    /** Opens a file that has been verified. */
    @FunctionalInterface
    interface Opener {
        DataInputStream open(Blob blob) throws IOException, CorruptCheckpointException;
    }

    /**
     * A buffer and how it is saved.
     *
     * @param state the buffer
     * @param saved its segments
     */
    record Read(ReplayState<TrainingImage> state, SavedReplay saved) {}

    static Read read(Manifest.Files files, Opener opener) throws IOException, CorruptCheckpointException {
        Read images = read(files.replayIndex(), files.replaySegments(), opener);
        if (files.replayColumns().isEmpty()) {
            return images;
        }
        try (DataInputStream columns = opener.open(files.replayColumns().get())) {
            return new Read(
                    new ReplayState<>(
                            images.state().offered(),
                            images.state().slots(),
                            Optional.of(ReplayColumnsFile.read(columns))),
                    images.saved());
        }
    }

    private static Read read(Blob indexFile, List<Blob> segmentFiles, Opener opener)
            throws IOException, CorruptCheckpointException {
        try (DataInputStream index = opener.open(indexFile)) {
            long offered = index.readLong();
            int size = index.readInt();
            int[] segments = new int[size];
            int[] positions = new int[size];
            for (int slot = 0; slot < size; slot++) {
                segments[slot] = index.readInt();
                positions[slot] = index.readInt();
            }
            return read(offered, segments, positions, segmentFiles, opener);
        }
    }

    private static Read read(long offered, int[] segments, int[] positions, List<Blob> segmentFiles, Opener opener)
            throws IOException, CorruptCheckpointException {
        int size = segments.length;
        List<Integer> byPlace = IntStream.range(0, size)
                .boxed()
                .sorted(Comparator.comparing((Integer slot) -> segments[slot]).thenComparing(slot -> positions[slot]))
                .toList();
        TrainingImage[] images = new TrainingImage[size];
        SavedReplay.Slot[] slots = new SavedReplay.Slot[size];
        Map<Blob, Integer> sizes = new HashMap<>();
        int found = 0;
        for (int segment = 0; segment < segmentFiles.size(); segment++) {
            Blob file = segmentFiles.get(segment);
            try (DataInputStream in = opener.open(file)) {
                SegmentFile.Reader reader = new SegmentFile.Reader(in);
                sizes.put(file, reader.count());
                for (int position = 0; position < reader.count(); position++) {
                    ImageRecord image = reader.next();
                    while (found < size
                            && segments[byPlace.get(found)] == segment
                            && positions[byPlace.get(found)] == position) {
                        images[byPlace.get(found)] = image.image();
                        slots[byPlace.get(found)] = new SavedReplay.Slot(image, file, position);
                        found++;
                    }
                }
            }
        }
        if (found < size) {
            int slot = byPlace.get(found);
            throw new CorruptCheckpointException("replay buffer, slot " + slot + ": expected image " + positions[slot]
                    + " of segment " + segments[slot] + ", found none");
        }
        return new Read(new ReplayState<>(offered, List.of(images)), SavedReplay.of(List.of(slots), sizes));
    }
}
