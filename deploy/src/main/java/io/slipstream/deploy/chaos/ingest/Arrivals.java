package io.slipstream.deploy.chaos.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What has to hold for the images of one source: none is lost, none comes twice, none comes from nowhere. */
final class Arrivals {

    private Arrivals() {}

    /**
     * What does not hold, in words.
     *
     * @param owed images that must have arrived
     * @param possible images that may have arrived; holds {@code owed}
     * @param arrived how often each image arrived
     */
    static List<String> problems(String source, Set<String> owed, Set<String> possible, Map<String, Integer> arrived) {
        List<String> problems = new ArrayList<>();
        add(
                problems,
                source,
                "lost",
                owed.stream().filter(id -> !arrived.containsKey(id)).toList());
        add(
                problems,
                source,
                "delivered more than once",
                arrived.entrySet().stream()
                        .filter(image -> image.getValue() > 1)
                        .map(Map.Entry::getKey)
                        .toList());
        add(
                problems,
                source,
                "delivered and never sent",
                arrived.keySet().stream().filter(id -> !possible.contains(id)).toList());
        return problems;
    }

    private static void add(List<String> problems, String source, String what, List<String> ids) {
        if (!ids.isEmpty()) {
            problems.add("%s: %,d images %s, the first %s".formatted(source, ids.size(), what, ids.get(0)));
        }
    }
}
