package io.slipstream.ingest.fuzz;

import io.slipstream.ingest.fuzz.ImageCheck.Accepted;
import io.slipstream.ingest.fuzz.ImageCheck.Crashed;
import io.slipstream.ingest.fuzz.ImageCheck.Hung;
import io.slipstream.ingest.fuzz.ImageCheck.Refused;
import io.slipstream.ingest.fuzz.ImageCheck.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What became of the images of a run. Not thread-safe. */
final class CheckReport {

    private static final double MEGABYTE = 1e6;

    /** More failures than anyone reads. */
    private static final int MOST_FAILURES = 20;

    private final Map<String, Integer> outcomes = new TreeMap<>();
    private final Map<String, Tally> mutations = new TreeMap<>();
    private final List<String> failures = new ArrayList<>();
    private Optional<Extreme> slowest = Optional.empty();
    private Optional<Extreme> largest = Optional.empty();
    private int failed;
    private int images;

    private record Tally(int accepted, int refused) {

        Tally plus(Tally other) {
            return new Tally(accepted + other.accepted, refused + other.refused);
        }
    }

    private record Extreme(String name, long amount) {}

    void add(FuzzCase image, Result result) {
        images++;
        outcomes.merge(result.outcome().title(), 1, Integer::sum);
        if (result.outcome() instanceof Crashed crash) {
            fail(image.name() + ": " + crash.failure());
        } else if (result.outcome() instanceof Hung) {
            fail(image.name() + ": no answer");
        }
        Tally tally =
                new Tally(result.outcome() instanceof Accepted ? 1 : 0, result.outcome() instanceof Refused ? 1 : 0);
        mutations.merge(image.mutation().title(), tally, Tally::plus);
        slowest = Optional.of(worst(slowest, image, result.nanos()));
        largest = Optional.of(worst(largest, image, result.allocated()));
    }

    /** Notes a failure of the run, or of an image. */
    void fail(String what) {
        failed++;
        if (failures.size() < MOST_FAILURES) {
            failures.add(what);
        }
    }

    boolean isSound() {
        return failed == 0;
    }

    int images() {
        return images;
    }

    private static Extreme worst(Optional<Extreme> worst, FuzzCase image, long amount) {
        return worst.filter(extreme -> extreme.amount() >= amount).orElseGet(() -> new Extreme(image.name(), amount));
    }

    /** The report in words and columns. */
    String text(Memory before, Memory after) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "%,d images%n", images));
        outcomes.forEach((outcome, count) -> text.append(String.format(Locale.ROOT, "%10d  %s%n", count, outcome)));
        text.append(String.format(Locale.ROOT, "%n%-16s %9s %9s%n", "mutation", "accepted", "refused"));
        mutations.forEach((mutation, tally) -> text.append(
                String.format(Locale.ROOT, "%-16s %9d %9d%n", mutation, tally.accepted(), tally.refused())));
        slowest.ifPresent(extreme -> text.append(
                String.format(Locale.ROOT, "%nslowest     %.0f ms  %s%n", extreme.amount() / 1e6, extreme.name())));
        largest.ifPresent(extreme -> text.append(
                String.format(Locale.ROOT, "most memory %.0f MB  %s%n", extreme.amount() / MEGABYTE, extreme.name())));
        text.append(String.format(
                Locale.ROOT,
                "heap in use %.1f MB before, %.1f MB after%n",
                before.heap() / MEGABYTE,
                after.heap() / MEGABYTE));
        after.resident()
                .ifPresent(bytes ->
                        text.append(String.format(Locale.ROOT, "process     %.0f MB at most%n", bytes / MEGABYTE)));
        failures.forEach(failure -> text.append("FAILED: ").append(failure).append('\n'));
        return text.toString();
    }
}
