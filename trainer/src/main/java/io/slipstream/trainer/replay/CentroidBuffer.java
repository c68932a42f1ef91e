package io.slipstream.trainer.replay;

import io.slipstream.trainer.random.RandomStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Centroid memory: images around the means of what the stream shows, fleeting ones in a short-term memory, those that come
 * again and again in a long-term one.
 *
 * <p>A new image waits until a step has given it a feature. If its cosine distance to the nearest centroid is above a
 * quantile of the last such distances it founds a short-term centroid, for which the one that was joined longest ago goes
 * if there are too many. Otherwise it joins: a short-term centroid moves towards it, and turns long-term once it is full;
 * a long-term one replaces one of its images at random, or lets the new one go. Too many long-term ones: the two nearest
 * are merged, and images drawn at random stay. Centroids follow the features of their images as these are replayed. A
 * replay is half long-term. No room: short-term centroids keep their founders only; then the largest centroid, and at last
 * the oldest image, gives way. A source at its quota gives up its oldest image. Cost: O(C d) an image for C centroids,
 * O(C² d) a merge. Source: CLIMB, algorithm 1. What differs: features are embeddings, not projections, and an image joins
 * after its first steps, not before.
 */
final class CentroidBuffer<T> implements ReplayBuffer<T> {

    private static final String DISTANCES = "novelty-distances";

    private final CentroidConfig config;
    private final Slots<T> slots;
    private final Novelty novelty;
    private final RandomStream choices;
    private final RandomStream sampling;
    private final List<Centroid> centroids = new ArrayList<>(); // in the order they were founded
    private final Map<Long, Centroid> centroidOf = new HashMap<>();

    CentroidBuffer(ReplayLimits limits, CentroidConfig config, long seed) {
        this.config = config;
        this.slots = new Slots<>(limits);
        this.novelty = new Novelty(config.window(), config.novelty());
        this.choices = new RandomStream(seed, "replay-centroids");
        this.sampling = new RandomStream(seed, ReservoirBuffer.SAMPLING);
    }

    @Override
    public long offer(T image, String source) {
        long number = slots.count();
        if (slots.isAtQuota(source)) {
            remove(slots.oldest(slots.openTo(source)));
        } else if (slots.size() == slots.capacity()) {
            makeRoom();
        }
        slots.add(image, source, number);
        return number;
    }

    private void makeRoom() {
        for (Centroid centroid : centroids) {
            if (!centroid.isLongTerm) {
                List.copyOf(centroid.members).stream().skip(1).forEach(this::removeImage);
            }
        }
        if (slots.size() < slots.capacity()) {
            return;
        }
        Optional<Centroid> largest = centroids.stream()
                .filter(centroid -> centroid.members.size() > 1)
                .max(Comparator.comparingInt((Centroid centroid) -> centroid.members.size())
                        .thenComparing(centroid -> -centroid.updated));
        if (largest.isPresent()) {
            List<Long> members = largest.get().members;
            removeImage(members.get(choices.at(slots.offered(), 0).nextInt(members.size())));
        } else {
            remove(slots.oldest(slot -> true));
        }
    }

    private void removeImage(long number) {
        remove(slots.slotOf(number));
    }

    private void remove(int slot) {
        long number = slots.number(slot);
        Centroid centroid = centroidOf.remove(number);
        if (centroid != null) {
            centroid.members.remove(number);
            if (centroid.members.isEmpty()) {
                centroids.remove(centroid);
            }
        }
        slots.remove(slot);
    }

    @Override
    public void replace(long number, T image) {
        slots.replace(number, image);
    }

    @Override
    public List<Replayed<T>> sample(long step, int count) {
        RandomGenerator random = sampling.at(step);
        int[] longTerm = slots(this::isLongTerm);
        int[] shortTerm = slots(slot -> !isLongTerm(slot));
        int ofLongTerm = Math.max(Math.min(count / 2, longTerm.length), count - shortTerm.length);
        List<Replayed<T>> first = slots.draw(longTerm, random, ofLongTerm);
        return Stream.concat(first.stream(), slots.draw(shortTerm, random, count - first.size()).stream())
                .toList();
    }

    private boolean isLongTerm(int slot) {
        Centroid centroid = centroidOf.get(slots.number(slot));
        return centroid != null && centroid.isLongTerm;
    }

    private int[] slots(IntPredicate which) {
        return IntStream.range(0, slots.size()).filter(which).toArray();
    }

    @Override
    public boolean observes() {
        return true;
    }

    @Override
    public void observe(List<Long> numbers, Observations observations) {
        if (!centroids.isEmpty() && centroids.get(0).mean.length != observations.dim()) {
            centroids.clear(); // of features of another length: every image joins anew when it is replayed
            centroidOf.clear();
        }
        for (int image = 0; image < numbers.size(); image++) {
            long number = numbers.get(image);
            float[] feature = new float[observations.dim()];
            if (slots.slotOf(number) != Slots.NONE && observations.copyFeature(image, feature)) {
                Vectors.normalize(feature);
                Centroid own = centroidOf.get(number);
                if (own == null) {
                    assign(number, feature);
                } else {
                    own.follow(feature, config.follow() / own.members.size());
                }
            }
        }
    }

    private void assign(long number, float[] feature) {
        Centroid nearest = nearest(feature);
        if (nearest == null || novelty.isLarge(1 - nearest.cosine(feature))) {
            found(number, feature);
        } else if (nearest.isLongTerm) {
            RandomGenerator random = choices.at(number, 1);
            if (nearest.members.size() < config.images()) {
                join(nearest, number);
            } else if (random.nextDouble() < config.replacement()) {
                long gone = nearest.members.get(random.nextInt(nearest.members.size()));
                join(nearest, number);
                removeImage(gone);
            } else {
                removeImage(number);
            }
        } else {
            join(nearest, number);
            nearest.follow(feature, config.join());
            if (nearest.members.size() >= config.images()) {
                nearest.isLongTerm = true;
                mergeIfMany(number);
            }
        }
    }

    private @Nullable Centroid nearest(float[] feature) {
        Centroid nearest = null;
        float most = Float.NEGATIVE_INFINITY;
        for (Centroid centroid : centroids) {
            float cosine = centroid.cosine(feature);
            if (cosine > most) {
                nearest = centroid;
                most = cosine;
            }
        }
        return nearest;
    }

    private void found(long number, float[] feature) {
        List<Centroid> shortTerm =
                centroids.stream().filter(centroid -> !centroid.isLongTerm).toList();
        if (shortTerm.size() >= config.shortTerm()) {
            Centroid stale = shortTerm.stream()
                    .min(Comparator.comparingLong(centroid -> centroid.updated))
                    .orElseThrow();
            List.copyOf(stale.members).forEach(this::removeImage);
        }
        Centroid centroid = new Centroid(feature, number);
        centroids.add(centroid);
        join(centroid, number);
    }

    private void join(Centroid centroid, long number) {
        centroid.members.add(number);
        centroid.updated = Math.max(centroid.updated, number);
        centroidOf.put(number, centroid);
    }

    /** Merges the two nearest of the long-term centroids where there are too many. */
    private void mergeIfMany(long number) {
        List<Centroid> longTerm =
                centroids.stream().filter(centroid -> centroid.isLongTerm).toList();
        if (longTerm.size() <= config.longTerm()) {
            return;
        }
        Centroid kept = longTerm.get(0);
        Centroid gone = longTerm.get(1);
        float most = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < longTerm.size(); i++) {
            for (int j = i + 1; j < longTerm.size(); j++) {
                float cosine = longTerm.get(i).cosine(longTerm.get(j).mean);
                if (cosine > most) {
                    most = cosine;
                    kept = longTerm.get(i);
                    gone = longTerm.get(j);
                }
            }
        }
        double share = (double) gone.members.size() / (kept.members.size() + gone.members.size());
        kept.follow(gone.mean, share);
        for (long member : gone.members) {
            join(kept, member);
        }
        centroids.remove(gone);
        RandomGenerator random = choices.at(number, 2);
        while (kept.members.size() > config.images()) {
            removeImage(kept.members.get(random.nextInt(kept.members.size())));
        }
    }

    @Override
    public int size() {
        return slots.size();
    }

    @Override
    public ReplayState<T> state() {
        ReplayColumns.Builder columns = ReplayColumns.builder();
        slots.write(columns);
        CentroidColumns.write(centroids, columns);
        columns.values(DISTANCES, novelty.distances());
        return new ReplayState<>(slots.offered(), slots.images(), Optional.of(columns.build()));
    }

    @Override
    public void restore(ReplayState<T> state) {
        slots.restore(state, true);
        centroids.clear();
        centroidOf.clear();
        ReplayColumns known = state.known();
        novelty.restore(known.values(DISTANCES));
        for (Centroid centroid : CentroidColumns.read(known)) {
            centroid.members.removeIf(number -> slots.slotOf(number) == Slots.NONE);
            centroid.members.forEach(number -> centroidOf.put(number, centroid));
            if (!centroid.members.isEmpty()) {
                centroids.add(centroid);
            }
        }
    }
}
