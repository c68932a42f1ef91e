package io.slipstream.trainer.checkpoint;

import io.slipstream.trainer.snapshot.Lineage;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which checkpoints stay. */
final class Retention {

    private Retention() {}

    /**
     * A checkpoint, as far as its staying depends on it.
     *
     * @param id its identity
     * @param number counts the checkpoints written in the lineage, from 1
     * @param snapshot snapshot announced with it
     * @param parentSnapshot snapshot before that one
     * @param healthy whether one could roll back to it
     * @param reach records of the stream it is past
     */
    record Candidate(
            String id,
            long number,
            Optional<String> snapshot,
            Optional<String> parentSnapshot,
            boolean healthy,
            long reach) {}

    /**
     * Ids of those that stay: the newest ones, the newest healthy one, the one that reaches furthest, one in so many,
     * those of the newest snapshots, and those of live snapshots, of the parents of live snapshots, and those that live
     * releases were made of.
     *
     * <p>The one that reaches furthest is older than the newest when training has gone back. Its announcement says of which
     * records the dead letters are out already, until training has come past them again.
     *
     * @param candidates all there are, oldest first
     * @param live ids of snapshots that a channel points at
     */
    static Set<String> kept(List<Candidate> candidates, CheckpointConfig config, Set<String> live) {
        Set<String> needed = new HashSet<>(live);
        candidates.stream()
                .filter(candidate -> candidate.snapshot().filter(live::contains).isPresent())
                .forEach(candidate -> candidate.parentSnapshot().ifPresent(needed::add));
        Set<String> origins =
                live.stream().flatMap(id -> Lineage.origin(id).stream()).collect(Collectors.toSet());
        Stream<Candidate> chosen = Stream.of(
                        newest(config.keep(), candidates, candidate -> true),
                        newest(1, candidates, Candidate::healthy),
                        candidates.stream().reduce(Retention::further).stream(),
                        newest(config.keepSnapshots(), candidates, candidate -> candidate
                                .snapshot()
                                .isPresent()),
                        candidates.stream()
                                .filter(candidate ->
                                        config.keepEvery() > 0 && candidate.number() % config.keepEvery() == 0),
                        candidates.stream().filter(candidate -> origins.contains(candidate.id())),
                        candidates.stream().filter(candidate -> candidate
                                .snapshot()
                                .filter(needed::contains)
                                .isPresent()))
                .flatMap(each -> each);
        Set<String> kept = new LinkedHashSet<>();
        chosen.forEach(candidate -> kept.add(candidate.id()));
        return kept;
    }

    private static Candidate further(Candidate older, Candidate newer) {
        return older.reach() > newer.reach() ? older : newer;
    }

    private static Stream<Candidate> newest(int count, List<Candidate> candidates, Predicate<Candidate> which) {
        List<Candidate> all = candidates.stream().filter(which).toList();
        return all.stream().skip(Math.max(0, all.size() - count));
    }
}
