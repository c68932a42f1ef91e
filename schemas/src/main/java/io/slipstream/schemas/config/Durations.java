package io.slipstream.schemas.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The written form of a duration: a whole number and one unit, {@code 250ms}, {@code 30s}, {@code 7d}. */
final class Durations {

    private static final Pattern FORM = Pattern.compile("(\\d+) ?(ns|us|ms|s|m|h|d)");

    private static final Map<String, Duration> UNITS = units();

    private Durations() {}

    /** Reads a duration, 0 or more. */
    static Duration parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("not a duration: '" + text + "'");
        }
        Duration unit = UNITS.getOrDefault(form.group(2), Duration.ZERO);
        try {
            return unit.multipliedBy(Long.parseLong(form.group(1)));
        } catch (ArithmeticException | NumberFormatException tooLong) {
            throw new IllegalArgumentException("too long a duration: '" + text + "'", tooLong);
        }
    }

    /** The shortest exact form, which {@link #parse} reads back. */
    static String format(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        for (Map.Entry<String, Duration> unit : UNITS.entrySet()) {
            long count = duration.dividedBy(unit.getValue());
            if (count > 0 && unit.getValue().multipliedBy(count).equals(duration)) {
                return count + unit.getKey();
            }
        }
        throw new IllegalArgumentException("expected a duration of 0 or more, found " + duration);
    }

    private static Map<String, Duration> units() {
        Map<String, Duration> units = new LinkedHashMap<>();
        units.put("d", Duration.ofDays(1));
        units.put("h", Duration.ofHours(1));
        units.put("m", Duration.ofMinutes(1));
        units.put("s", Duration.ofSeconds(1));
        units.put("ms", Duration.ofMillis(1));
        units.put("us", Duration.ofNanos(1_000));
        units.put("ns", Duration.ofNanos(1));
        return units;
    }
}
