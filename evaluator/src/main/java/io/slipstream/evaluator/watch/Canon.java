package io.slipstream.evaluator.watch;

import io.slipstream.evaluator.metric.Embeddings;
import io.slipstream.evaluator.watch.encode.UnusableSnapshotException;
import io.slipstream.evaluator.watch.row.CanonicalRow;
import io.slipstream.evaluator.watch.row.Eyes;
import io.slipstream.evaluator.watch.row.KeptImage;
import io.slipstream.evaluator.watch.row.Row;
import io.slipstream.evaluator.watch.row.StreamState;
import io.slipstream.schemas.record.ModelSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The canonical images of the sources of a task: whole blocks of the anchor, evenly spread, whose pixels are kept. A new
 * current encoder is shown all of them; the fixed encoder is shown some of them with every window, and has to say what it
 * said before. Not thread-safe.
 */
final class Canon {

    private static final float[] NONE = {};
    private static final int SELF_TEST_IMAGES = 16;
    private static final double UNTESTED = -1;

    private final DriftParts parts;
    private final StreamStores stores;
    private final Consumer<CanonicalRow> changed;

    /** @param changed takes every canonical image that is new, was tested, or was shown to another encoder */
    Canon(DriftParts parts, StreamStores stores, Consumer<CanonicalRow> changed) {
        this.parts = parts;
        this.stores = stores;
        this.changed = changed;
    }

    /** Keeps an image of the anchor if it is one of the canonical ones. */
    void offer(String source, int inAnchor, Row row, KeptImage image) {
        int block = parts.config().window().block();
        int blocks = parts.config().anchor().images() / block;
        int wanted = Math.max(1, parts.config().anchor().canonical() / block);
        int every = Math.max(1, blocks / wanted);
        int ofBlock = inAnchor / block;
        if (ofBlock % every != 0 || ofBlock / every >= wanted) {
            return;
        }
        StreamState state = stores.require(source);
        StreamState.Canonical before = state.canonical();
        int index = before.size();
        CanonicalRow canonical = new CanonicalRow(index, row, null, NONE, UNTESTED);
        stores.rows().putCanonical(source, canonical);
        stores.rows().putImage(source, index, image);
        String shown = index == 0 ? row.eyes().currentId() : before.currentId();
        stores.put(source, state.with(new StreamState.Canonical(index + 1, shown, before.selfTest())));
        changed.accept(canonical);
    }

    /**
     * Prepares the canonical images for a window: shows them to the current encoder if it has not seen them, and has the
     * fixed one repeat itself.
     */
    void prepare(String source, ModelSnapshot fixed, Optional<ModelSnapshot> current) {
        StreamState.Canonical state = stores.require(source).canonical();
        if (state.size() == 0) {
            return;
        }
        List<CanonicalRow> images = stores.rows().canonical(source);
        boolean isNew = current.isPresent()
                && images.stream().anyMatch(image -> !current.get()
                        .getSnapshotId()
                        .equals(image.row().eyes().currentId()));
        int step = isNew ? 1 : Math.max(1, images.size() / SELF_TEST_IMAGES);
        List<CanonicalRow> looked = IntStream.range(0, images.size())
                .filter(i -> i % step == 0)
                .mapToObj(images::get)
                .toList();
        double[] distances = repeated(source, fixed, looked);
        if (isNew) {
            show(source, current.get(), looked, distances);
        } else {
            tell(source, looked, distances);
        }
        double worst = IntStream.range(0, distances.length)
                .mapToDouble(i -> distances[i])
                .max()
                .orElse(UNTESTED);
        String shown = current.map(ModelSnapshot::getSnapshotId).orElse(state.currentId());
        stores.put(source, stores.require(source).with(new StreamState.Canonical(state.size(), shown, worst)));
    }

    /** Keeps and passes on what the self-test found. */
    private void tell(String source, List<CanonicalRow> images, double[] distances) {
        for (int i = 0; i < distances.length; i++) {
            CanonicalRow image = images.get(i);
            CanonicalRow tested =
                    new CanonicalRow(image.index(), image.row(), image.beforeId(), image.before(), distances[i]);
            stores.rows().putCanonical(source, tested);
            changed.accept(tested);
        }
    }

    /** Relative distances of what the fixed encoder says now from what it said; one per image, none if it cannot see them. */
    private double[] repeated(String source, ModelSnapshot fixed, List<CanonicalRow> images) {
        Optional<Embeddings> now = embedded(source, fixed, images);
        if (now.isEmpty()) {
            return new double[0];
        }
        double[] distances = new double[images.size()];
        int dim = now.get().dim();
        for (int i = 0; i < distances.length; i++) {
            float[] then = images.get(i).row().fixed();
            double difference = 0;
            double norm = 0;
            for (int j = 0; j < dim; j++) {
                double delta = now.get().values()[i * dim + j] - then[j];
                difference += delta * delta;
                norm += (double) then[j] * then[j];
            }
            distances[i] = Math.sqrt(difference) / Math.max(Math.sqrt(norm), Float.MIN_NORMAL);
        }
        return distances;
    }

    private void show(String source, ModelSnapshot current, List<CanonicalRow> images, double[] distances) {
        Optional<Embeddings> shown = embedded(source, current, images);
        if (shown.isEmpty()) {
            return;
        }
        Embeddings embeddings = shown.get();
        for (int i = 0; i < images.size(); i++) {
            CanonicalRow image = images.get(i);
            Row row = image.row();
            Eyes eyes = new Eyes(row.eyes().epoch(), row.eyes().fixedId(), current.getSnapshotId());
            CanonicalRow refreshed = new CanonicalRow(
                    image.index(),
                    new Row(
                            row.source(),
                            row.id(),
                            row.partition(),
                            row.offset(),
                            row.time(),
                            row.bytes(),
                            row.looks(),
                            eyes,
                            row.fixed(),
                            embeddings.rows(new int[] {i}).values()),
                    row.eyes().currentId(),
                    row.current(),
                    distances.length == 0 ? UNTESTED : distances[i]);
            stores.rows().putCanonical(source, refreshed);
            changed.accept(refreshed);
        }
    }

    /** Empty if the encoder cannot be used, or wants pixels of another size than were kept. */
    private Optional<Embeddings> embedded(String source, ModelSnapshot encoder, List<CanonicalRow> images) {
        List<byte[]> pixels = new ArrayList<>();
        for (CanonicalRow image : images) {
            Optional<byte[]> planes = stores.rows()
                    .image(source, image.index())
                    .planes(encoder.getInputSize(), parts.config().image());
            if (planes.isEmpty()) {
                return Optional.empty();
            }
            pixels.add(planes.get());
        }
        try {
            return Optional.of(parts.retry()
                    .call("embedding canonical images with " + encoder.getSnapshotId(), () -> parts.embedder()
                            .embed(encoder, pixels)));
        } catch (UnusableSnapshotException never) {
            return Optional.empty(); // logged by the host, and chosen no more
        }
    }
}
