package io.slipstream.evaluator.channel.decision;

import io.slipstream.schemas.topic.Topic;

/** Where a record is, as decisions write it: {@code topic-partition@offset}; all topics here have one partition. */
public final class Coordinates {

    private Coordinates() {}

    /** Those of a record. */
    public static String of(Topic<?> topic, long offset) {
        return of(topic.name(), offset);
    }

    static String of(String topic, long offset) {
        return topic + "-0@" + offset;
    }

    /**
     * The offset in them.
     *
     * @throws IllegalArgumentException if they are none
     */
    static long offset(String coordinates) {
        try {
            return Long.parseLong(coordinates.substring(coordinates.lastIndexOf('@') + 1));
        } catch (NumberFormatException malformed) {
            throw new IllegalArgumentException(
                    "expected topic-partition@offset, found '" + coordinates + "'", malformed);
        }
    }

    /** The topic in them; empty if there is none. */
    static String topic(String coordinates) {
        int end = coordinates.lastIndexOf("-0@");
        return end < 0 ? "" : coordinates.substring(0, end);
    }
}
