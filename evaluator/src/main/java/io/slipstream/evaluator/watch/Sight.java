package io.slipstream.evaluator.watch;

import io.slipstream.evaluator.metric.Embeddings;
import io.slipstream.evaluator.watch.encode.UnusableSnapshotException;
import io.slipstream.evaluator.watch.row.Eyes;
import io.slipstream.evaluator.watch.row.PendingImage;
import io.slipstream.evaluator.watch.row.Row;
import io.slipstream.schemas.record.ModelSnapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Shows images to the encoders that are to look at them: each image once to its fixed and once to its current encoder, all
 * images of an encoder together.
 */
record Sight(DriftParts parts, Bulletin bulletin) {

    private static final float[] NONE = {};

    /**
     * The rows of images, in order; null where the fixed encoder cannot be used, without a current embedding where the current
     * one cannot.
     *
     * @param eyes of every image
     */
    List<@Nullable Row> rows(List<PendingImage> images, List<Eyes> eyes) {
        Map<String, List<Integer>> byEncoder = new LinkedHashMap<>();
        for (int i = 0; i < images.size(); i++) {
            byEncoder
                    .computeIfAbsent(eyes.get(i).fixedId(), id -> new ArrayList<>())
                    .add(i);
            String currentId = eyes.get(i).currentId();
            if (currentId != null && !currentId.equals(eyes.get(i).fixedId())) {
                byEncoder.computeIfAbsent(currentId, id -> new ArrayList<>()).add(i);
            }
        }
        Map<String, Map<Integer, float[]>> seen = new LinkedHashMap<>();
        byEncoder.forEach((id, which) -> seen.put(id, embedded(id, which, images)));
        List<@Nullable Row> rows = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            rows.add(row(images.get(i), eyes.get(i), i, seen));
        }
        return rows;
    }

    private static @Nullable Row row(PendingImage image, Eyes eyes, int i, Map<String, Map<Integer, float[]>> seen) {
        float[] fixed = seen.getOrDefault(eyes.fixedId(), Map.of()).get(i);
        if (fixed == null) {
            return null;
        }
        String currentId = eyes.currentId();
        float[] current = currentId == null
                ? null
                : seen.getOrDefault(currentId, Map.of()).get(i);
        return current == null
                ? image.row(new Eyes(eyes.epoch(), eyes.fixedId(), null), fixed, NONE)
                : image.row(eyes, fixed, current);
    }

    private Map<Integer, float[]> embedded(String id, List<Integer> which, List<PendingImage> images) {
        Optional<ModelSnapshot> encoder = bulletin.snapshot(id).filter(snapshot -> bulletin.isUsable(id));
        if (encoder.isEmpty()) {
            return Map.of();
        }
        List<Integer> visible = new ArrayList<>();
        List<byte[]> pixels = new ArrayList<>();
        for (int i : which) {
            images.get(i)
                    .image()
                    .planes(encoder.get().getInputSize(), parts.config().image())
                    .ifPresent(planes -> {
                        visible.add(i);
                        pixels.add(planes);
                    });
        }
        if (pixels.isEmpty()) {
            return Map.of();
        }
        try {
            Embeddings embeddings = parts.retry()
                    .call("embedding with " + id, () -> parts.embedder().embed(encoder.get(), pixels));
            Map<Integer, float[]> byImage = new LinkedHashMap<>();
            IntStream.range(0, visible.size())
                    .forEach(i -> byImage.put(
                            visible.get(i), embeddings.rows(new int[] {i}).values()));
            return byImage;
        } catch (UnusableSnapshotException never) {
            return Map.of(); // logged by the host, and chosen no more
        }
    }
}
