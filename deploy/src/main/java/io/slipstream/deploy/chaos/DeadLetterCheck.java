package io.slipstream.deploy.chaos;

import io.slipstream.schemas.record.DeadLetter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Whether each poison record of the topic has exactly one dead letter, and no other record has any. */
final class DeadLetterCheck {

    private DeadLetterCheck() {}

    /** Records with too many or too few dead letters. */
    static List<String> problems(Evidence evidence, StreamPlan plan) {
        Map<String, Integer> expected = new TreeMap<>();
        plan.entries().stream()
                .filter(entry -> entry.content().isPoison())
                .forEach(entry -> expected.put(place(entry.partition(), entry.offset()), 1));
        Map<String, Integer> found = new TreeMap<>();
        for (DeadLetter letter : evidence.deadLetters()) {
            found.merge(place(letter.getPartition(), letter.getOffset()), 1, Integer::sum);
        }
        List<String> problems = new ArrayList<>();
        expected.keySet().forEach(place -> found.putIfAbsent(place, 0));
        found.forEach((place, letters) -> {
            int wanted = expected.getOrDefault(place, 0);
            if (letters != wanted) {
                problems.add("%s: expected %d dead letters, found %d".formatted(place, wanted, letters));
            }
        });
        return problems;
    }

    private static String place(Object partition, Object offset) {
        return partition + "@" + offset;
    }
}
