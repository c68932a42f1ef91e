package io.slipstream.deploy.chaos;

import io.slipstream.schemas.record.TrainingCheckpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Compares the states in which two models ended, by the hashes of their parts. */
final class StateCheck {

    private static final List<String> PARTS = List.of("student", "teacher", "optimizer", "memory", "replay", "stream");

    /** Parts that no method goes without; those without a teacher or a memory all have the same hash of it. */
    private static final List<String> NEVER_EMPTY = List.of("student", "optimizer", "replay", "stream");

    private StateCheck() {}

    /** Where the states are not equal to the last bit. */
    static List<String> differences(Evidence found, Evidence expected) {
        List<String> problems = missing(found, expected);
        if (problems.isEmpty()) {
            TrainingCheckpoint is = found.last().orElseThrow();
            TrainingCheckpoint should = expected.last().orElseThrow();
            compare(problems, "step", should.getStep(), is.getStep());
            compare(problems, "images seen", should.getImagesSeen(), is.getImagesSeen());
            for (String part : PARTS) {
                compare(problems, part, hash(should, part), hash(is, part));
            }
        }
        return problems;
    }

    /** Parts of the state that are equal although what was learned before was lost. */
    static List<String> sameness(Evidence cold, Evidence undisturbed) {
        List<String> problems = missing(cold, undisturbed);
        if (problems.isEmpty()) {
            TrainingCheckpoint is = cold.last().orElseThrow();
            TrainingCheckpoint other = undisturbed.last().orElseThrow();
            for (String part : NEVER_EMPTY) {
                if (hash(is, part).equals(hash(other, part))) {
                    problems.add("%s: expected another one than after an undisturbed run, found the same, %s"
                            .formatted(part, hash(is, part)));
                }
            }
        }
        return problems;
    }

    private static List<String> missing(Evidence... models) {
        List<String> problems = new ArrayList<>();
        for (Evidence model : models) {
            Set<String> known = model.last()
                    .map(TrainingCheckpoint::getStateHashes)
                    .map(Map::keySet)
                    .orElse(Set.of());
            if (!known.equals(Set.copyOf(PARTS))) {
                problems.add("%s: expected a last checkpoint with the hashes of %s, found those of %s"
                        .formatted(model.model(), PARTS, new TreeSet<>(known)));
            }
        }
        return problems;
    }

    private static String hash(TrainingCheckpoint checkpoint, String part) {
        return checkpoint.getStateHashes().getOrDefault(part, "none");
    }

    private static void compare(List<String> problems, String what, Object expected, Object found) {
        if (!expected.equals(found)) {
            problems.add("%s: expected %s as after an undisturbed run, found %s".formatted(what, expected, found));
        }
    }
}
