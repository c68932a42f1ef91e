package io.slipstream.ingest.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The names that a pattern with braces stands for, as shells and WebDataset write them: {@code shard-{000000..000123}.tar}
 * counts, with as many digits; {@code {train,extra}-0.tar} lists. Several braces give every combination, the last one
 * changing first.
 */
final class ShardList {

    private static final int MOST = 1_000_000;
    private static final Pattern BRACES = Pattern.compile("\\{([^{}]*)}");
    private static final Pattern RANGE = Pattern.compile("(\\d{1,18})\\.\\.(\\d{1,18})");

    private ShardList() {}

    /** @throws IllegalArgumentException if the braces hold neither a range nor a list, or stand for too many names */
    static List<String> expand(String pattern) {
        List<String> names = List.of("");
        Matcher braces = BRACES.matcher(pattern);
        int end = 0;
        while (braces.find()) {
            names = combine(names, pattern.substring(end, braces.start()), alternatives(braces.group(1)));
            end = braces.end();
        }
        return combine(names, pattern.substring(end), List.of(""));
    }

    private static List<String> combine(List<String> starts, String between, List<String> alternatives) {
        requireFew((long) starts.size() * alternatives.size());
        List<String> names = new ArrayList<>(starts.size() * alternatives.size());
        for (String start : starts) {
            alternatives.forEach(alternative -> names.add(start + between + alternative));
        }
        return names;
    }

    private static List<String> alternatives(String content) {
        Matcher range = RANGE.matcher(content);
        if (range.matches()) {
            long first = Long.parseLong(range.group(1));
            long last = Long.parseLong(range.group(2));
            requireFew(Math.abs(last - first) + 1);
            String form = "%0" + range.group(1).length() + "d";
            return LongStream.rangeClosed(0, Math.abs(last - first))
                    .mapToObj(step -> String.format(Locale.ROOT, form, last < first ? first - step : first + step))
                    .toList();
        }
        if (!content.contains(",")) {
            throw new IllegalArgumentException(
                    "expected a range such as {000000..000123} or a list such as {a,b}, found {" + content + "}");
        }
        return Stream.of(content.split(",", -1)).toList();
    }

    private static void requireFew(long count) {
        if (count > MOST) {
            throw new IllegalArgumentException("expected at most " + MOST + " shards, found " + count);
        }
    }
}
