package io.slipstream.schemas.config;

import java.lang.invoke.MethodType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A type of single values: how it is read, measured against a range, written and named.
 *
 * @param name    the type's name on the reference page
 * @param words   what is allowed, without a range
 * @param parse   reads the written form; throws an IllegalArgumentException when it is not one
 * @param measure the value as a number in the unit of {@link Key#min}; NaN where the type has no order
 * @param bound   writes a bound in the type's own form
 */
record ScalarType(
        String name,
        String words,
        Function<String, Object> parse,
        Function<Object, Double> measure,
        Function<Double, String> bound) {

    private static final Map<Class<?>, ScalarType> KNOWN = Map.ofEntries(
            Map.entry(int.class, number("whole number", "a whole number", text -> integer(text)
                    .intValueExact())),
            Map.entry(long.class, number("whole number", "a whole number", text -> integer(text)
                    .longValueExact())),
            Map.entry(double.class, number("number", "a number", ScalarType::finite)),
            Map.entry(boolean.class, plain("true or false", "true or false", ScalarType::bool)),
            Map.entry(String.class, plain("text", "a text", text -> text)),
            Map.entry(Path.class, plain("path", "a path", ScalarType::path)),
            Map.entry(URI.class, plain("URI", "a URI", URI::create)),
            Map.entry(
                    Instant.class, plain("instant", "a UTC instant such as 2026-11-22T14:00:00Z", ScalarType::instant)),
            Map.entry(
                    Duration.class,
                    new ScalarType(
                            "duration",
                            "a duration such as 250ms, 30s, 5m, 2h or 7d",
                            Durations::parse,
                            value -> ((Duration) value).toNanos() / 1e9,
                            seconds -> Durations.format(Duration.ofNanos(Math.round(seconds * 1e9))))),
            Map.entry(
                    ByteSize.class,
                    new ScalarType(
                            "size",
                            "a size such as 500B, 64KiB or 10MiB",
                            ByteSize::parse,
                            value -> (double) ((ByteSize) value).bytes(),
                            bytes -> new ByteSize(bytes.longValue()).toString())));

    static boolean isScalar(Class<?> type) {
        return type.isEnum() || KNOWN.containsKey(type);
    }

    /** The type of a component, by its class. */
    static ScalarType of(Class<?> type) {
        if (type.isEnum()) {
            return enumeration(type);
        }
        // Of a list or an Optional the items are boxed.
        ScalarType known = KNOWN.get(MethodType.methodType(type).unwrap().returnType());
        if (known == null) {
            throw new IllegalArgumentException("a configuration key cannot be of type " + type.getName());
        }
        return known;
    }

    /** The value as YAML holds it: numbers and booleans as themselves, all else as text that {@link #parse} reads. */
    static Object written(Object value) {
        if (value instanceof Number || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Enum<?> constant) {
            return Names.kebab(constant.name());
        }
        return value instanceof Duration duration ? Durations.format(duration) : value.toString();
    }

    /** What a key of this type allows, in words, with its range. */
    String allowed(Key key) {
        if (!key.allowed().isEmpty()) {
            return key.allowed();
        }
        boolean from = key.min() != Double.NEGATIVE_INFINITY;
        boolean to = key.max() != Double.POSITIVE_INFINITY;
        if (from && to) {
            return words + " from " + bound.apply(key.min()) + " to " + bound.apply(key.max());
        }
        if (from) {
            return words + ", " + bound.apply(key.min()) + " or more";
        }
        return to ? words + ", at most " + bound.apply(key.max()) : words;
    }

    /** Whether the value lies in the key's range; true where the type has no order. */
    boolean inRange(Object value, Key key) {
        double measured = measure.apply(value);
        return Double.isNaN(measured) || (measured >= key.min() && measured <= key.max());
    }

    private static ScalarType plain(String name, String words, Function<String, Object> parse) {
        return new ScalarType(name, words, parse, value -> Double.NaN, String::valueOf);
    }

    private static ScalarType number(String name, String words, Function<String, Object> parse) {
        return new ScalarType(
                name, words, parse, value -> ((Number) value).doubleValue(), limit -> new BigDecimal(limit.toString())
                        .stripTrailingZeros()
                        .toPlainString());
    }

    private static ScalarType enumeration(Class<?> type) {
        Map<String, Object> constants = Arrays.stream(type.getEnumConstants())
                .collect(Collectors.toMap(constant -> Names.kebab(((Enum<?>) constant).name()), constant -> constant));
        String names = Arrays.stream(type.getEnumConstants())
                .map(constant -> Names.kebab(((Enum<?>) constant).name()))
                .collect(Collectors.joining(", "));
        return plain("choice", "one of " + names, text -> {
            Object constant = constants.get(text);
            if (constant == null) {
                throw new IllegalArgumentException("not one of " + names);
            }
            return constant;
        });
    }

    private static BigInteger integer(String text) {
        try {
            return new BigInteger(text.replace("_", ""));
        } catch (NumberFormatException notWhole) {
            throw new IllegalArgumentException("not a whole number: " + text, notWhole);
        }
    }

    private static Object finite(String text) {
        double value = Double.parseDouble(text.replace("_", ""));
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("not a finite number: " + text);
        }
        return value;
    }

    private static Object bool(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither true nor false: " + text);
        };
    }

    private static Object path(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("an empty path");
        }
        return Path.of(text);
    }

    private static Object instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException notAnInstant) {
            throw new IllegalArgumentException("not an instant: " + text, notAnInstant);
        }
    }
}
