package io.slipstream.trainer.checkpoint;

import io.slipstream.schemas.hash.Sha256;
import io.slipstream.trainer.replay.ReplayState;
import io.slipstream.trainer.stream.TrainingImage;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A replay buffer as the files of a checkpoint hold it: which image of which segment each slot is.
 *
 * <p>A segment is a {@linkplain SegmentFile file of images}. Immutable.
 *
 * @param slots by slot
 * @param images images by segment, the used ones only, in the order in which the index counts segments
 */
record SavedReplay(List<Slot> slots, Map<Blob, Integer> images) {

    /**
     * A slot.
     *
     * @param image the image it held, which is not kept alive for this
     * @param segment file that holds it
     * @param position which of the segment's images it is, from 0
     * @param pixelsSha256 SHA-256 of its pixels as they are kept
     */
    record Slot(WeakReference<TrainingImage> image, Blob segment, int position, String pixelsSha256) {

        Slot(ImageRecord image, Blob segment, int position) {
            this(new WeakReference<>(image.image()), segment, position, image.pixelsSha256());
        }
    }

    /** What is saved before the first checkpoint. */
    static SavedReplay none() {
        return new SavedReplay(List.of(), Map.of());
    }

    /** Writes the images of the slots that changed since, as one segment, and those of segments hardly used any more. */
    SavedReplay write(ReplayState<TrainingImage> state, BlobWriter blobs) throws IOException {
        List<@Nullable Slot> known = known(state.slots());
        Set<Blob> rewritten = Compaction.rewritten(used(known), images);
        List<Integer> toWrite = new ArrayList<>();
        List<ImageRecord> records = new ArrayList<>();
        for (int slot = 0; slot < known.size(); slot++) {
            Slot saved = known.get(slot);
            if (saved == null || rewritten.contains(saved.segment())) {
                TrainingImage image = state.slots().get(slot);
                toWrite.add(slot);
                records.add(new ImageRecord(
                        image, saved == null ? Sha256.of(image.pixels().kept()) : saved.pixelsSha256()));
            }
        }
        Map<Blob, Integer> sizes = new HashMap<>(images);
        if (!records.isEmpty()) {
            Blob segment = blobs.putData(out -> SegmentFile.write(records, out));
            sizes.put(segment, records.size());
            for (int i = 0; i < records.size(); i++) {
                known.set(toWrite.get(i), new Slot(records.get(i), segment, i));
            }
        }
        return of(known, sizes);
    }

    /**
     * A buffer in these segments.
     *
     * @param sizes images by segment; segments that no slot uses are left out
     */
    static SavedReplay of(List<Slot> slots, Map<Blob, Integer> sizes) {
        Map<Blob, Integer> images = new LinkedHashMap<>();
        for (Blob segment : used(slots).keySet()) {
            images.put(segment, sizes.getOrDefault(segment, 0));
        }
        return new SavedReplay(List.copyOf(slots), images);
    }

    /** By slot what is known of the image it holds now; null for an image that is not the one saved before. */
    private List<@Nullable Slot> known(List<TrainingImage> now) {
        List<@Nullable Slot> known = new ArrayList<>(now.size());
        for (int slot = 0; slot < now.size(); slot++) {
            Slot saved = slot < slots.size() ? slots.get(slot) : null;
            known.add(saved != null && saved.image().refersTo(now.get(slot)) ? saved : null);
        }
        return known;
    }

    /** Slots by segment, in the order of the first slot of each. */
    private static Map<Blob, Integer> used(List<@Nullable Slot> slots) {
        Map<Blob, Integer> used = new LinkedHashMap<>();
        for (Slot slot : slots) {
            if (slot != null) {
                used.merge(slot.segment(), 1, Integer::sum);
            }
        }
        return used;
    }

    /** The files that hold its images, in the order in which the index counts them. */
    List<Blob> segments() {
        return List.copyOf(images.keySet());
    }

    /** Writes the index: images offered (8 bytes), slots (4), and by slot its segment (4) and position there (4). */
    void writeIndex(long offered, DataOutput out) throws IOException {
        Map<Blob, Integer> numbers = new HashMap<>();
        for (Blob segment : images.keySet()) {
            numbers.put(segment, numbers.size());
        }
        out.writeLong(offered);
        out.writeInt(slots.size());
        for (Slot slot : slots) {
            out.writeInt(numbers.getOrDefault(slot.segment(), -1));
            out.writeInt(slot.position());
        }
    }

    /**
     * Writes what the buffer is, however its segments are cut: images offered, slots, by slot id and pixels' hash; where
     * any are stored, the length of a projection and by slot the projection; columns.
     */
    void writeIdentity(ReplayState<TrainingImage> state, DataOutput out) throws IOException {
        out.writeLong(state.offered());
        out.writeInt(slots.size());
        for (int slot = 0; slot < slots.size(); slot++) {
            ImageRecord.writeSha256(state.slots().get(slot).id(), out);
            ImageRecord.writeSha256(slots.get(slot).pixelsSha256(), out);
        }
        int length = Projections.length(state.slots().stream());
        if (length > 0) {
            out.writeInt(length);
            for (TrainingImage image : state.slots()) {
                Projections.write(image, length, out);
            }
        }
        if (state.columns().isPresent()) {
            ReplayColumnsFile.write(state.columns().get(), out);
        }
    }
}
