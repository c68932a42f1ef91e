package io.slipstream.ingest.camera;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One lasting change on the lines, written {@code kind@time}, for instance {@code lamp-change@2m}.
 *
 * @param kind what changes
 * @param at when, since the lines were started; from then on for ever
 */
public record DriftEvent(Kind kind, Duration at) {

    private static final Pattern FORM = Pattern.compile("([a-z-]+)@(\\d{1,9})(ms|s|m|h|d)");

    /** The kinds of drift the camera can show; see {@link DriftState} for what each looks like. */
    public enum Kind {
        LAMP_CHANGE,
        NEW_PART,
        LENS_SMEAR;

        /** The kind as it is written in a configuration: {@code lamp-change} and so on. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * Reads {@code kind@time}.
     *
     * @throws IllegalArgumentException if the kind or the time is none, with what is allowed and what was found
     */
    public static DriftEvent parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (matcher.matches()) {
            for (Kind kind : Kind.values()) {
                if (kind.word().equals(matcher.group(1))) {
                    return new DriftEvent(kind, time(Long.parseLong(matcher.group(2)), matcher.group(3)));
                }
            }
        }
        String kinds = Arrays.stream(Kind.values()).map(Kind::word).collect(Collectors.joining("@2m, "));
        throw new IllegalArgumentException(kinds + "@2m or another time; not '" + text + "'");
    }

    private static Duration time(long amount, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }
}
