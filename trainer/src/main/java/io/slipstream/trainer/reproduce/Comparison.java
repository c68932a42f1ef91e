package io.slipstream.trainer.reproduce;

import static java.util.Comparator.comparing;

import io.slipstream.trainer.method.LearnerState;
import io.slipstream.trainer.weights.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What was reached, beside what was recorded.
 *
 * @param tensors number of tensors compared
 * @param differing those that differ, the largest difference first
 * @param files names of the encoder's files compared
 * @param others what else differs, a sentence each
 */
record Comparison(int tensors, List<TensorDifference> differing, List<String> files, List<String> others) {

    Comparison {
        differing = List.copyOf(differing);
        files = List.copyOf(files);
        others = List.copyOf(others);
    }

    /**
     * Compares everything bit by bit.
     *
     * @param published the files of the snapshot's artifact by name
     */
    static Comparison of(Recording recording, Map<String, byte[]> published, Reached reached) {
        LearnerState expected = recording.learner();
        LearnerState found = reached.learner();
        List<String> others = new ArrayList<>();
        compare("steps", recording.step(), reached.step(), others);
        compare("start of the learning rate's schedule", expected.rateStart(), found.rateStart(), others);
        compare("program", expected.programs(), found.programs(), others);
        compare("file", published, reached.files(), others);
        return new Comparison(
                expected.tensors().size(),
                differing(expected.tensors(), found.tensors()),
                List.copyOf(new TreeSet<>(published.keySet())),
                others);
    }

    private static List<TensorDifference> differing(
            SortedMap<String, Tensor> expected, SortedMap<String, Tensor> found) {
        List<TensorDifference> differing = new ArrayList<>();
        expected.forEach((name, tensor) -> {
            @Nullable Tensor other = found.get(name);
            if (other == null) {
                differing.add(TensorDifference.whole(name, tensor));
            } else {
                TensorDifference.between(name, tensor, other).ifPresent(differing::add);
            }
        });
        found.forEach((name, tensor) -> {
            if (!expected.containsKey(name)) {
                differing.add(TensorDifference.whole(name, tensor));
            }
        });
        return differing.stream()
                .sorted(comparing(TensorDifference::largest).reversed().thenComparing(TensorDifference::tensor))
                .toList();
    }

    private static void compare(String what, long expected, long found, List<String> others) {
        if (expected != found) {
            others.add("%s: expected %d, found %d".formatted(what, expected, found));
        }
    }

    private static void compare(
            String what, Map<String, byte[]> expected, Map<String, byte[]> found, List<String> others) {
        new TreeMap<>(expected).forEach((name, bytes) -> {
            byte @Nullable [] other = found.get(name);
            if (other == null) {
                others.add("%s %s: expected %d bytes, found none".formatted(what, name, bytes.length));
            } else if (!Arrays.equals(bytes, other)) {
                others.add("%s %s: differs from byte %d on".formatted(what, name, Arrays.mismatch(bytes, other)));
            }
        });
        new TreeSet<>(found.keySet())
                .stream()
                        .filter(name -> !expected.containsKey(name))
                        .forEach(name -> others.add("%s %s: expected none, found one".formatted(what, name)));
    }

    /** Whether nothing differs. */
    boolean isIdentical() {
        return differing.isEmpty() && others.isEmpty();
    }
}
