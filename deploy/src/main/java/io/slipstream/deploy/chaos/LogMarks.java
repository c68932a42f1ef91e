package io.slipstream.deploy.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The {@link LogMark}s seen in one trainer's log, and when. Not thread-safe. */
final class LogMarks {
    private final Map<LogMark, List<Long>> seen = new EnumMap<>(LogMark.class);

    /** Takes the next line. */
    void accept(String line, long nanos) {
        for (LogMark mark : LogMark.values()) {
            if (mark.isIn(line)) {
                seen.computeIfAbsent(mark, first -> new ArrayList<>()).add(nanos);
            }
        }
    }

    /** How often the mark was seen. */
    int count(LogMark mark) {
        return times(mark).size();
    }

    /** Whether the time of that kill has come. */
    boolean isDue(KillPoint point, long nanos) {
        List<Long> times = times(point.mark());
        return times.size() >= point.occurrence()
                && nanos - times.get(point.occurrence() - 1) >= point.delay().toNanos();
    }

    /** The times of a trainer that ended at {@code end}; empty when it wrote no checkpoint. */
    Optional<Pace> pace(long end) {
        if (times(LogMark.STARTING).isEmpty() || times(LogMark.WRITING).isEmpty()) {
            return Optional.empty();
        }
        long start = times(LogMark.STARTING).get(0);
        long training = times(LogMark.WRITING).get(0);
        return Optional.of(new Pace(Duration.ofNanos(training - start), Duration.ofNanos(end - training)));
    }

    private List<Long> times(LogMark mark) {
        return seen.getOrDefault(mark, List.of());
    }
}
