package io.slipstream.evaluator.watch.row;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a stream (one source, or all together) is: its anchor, its open window, and what its references are. Rows are
 * numbered from 0 in the order in which they came.
 *
 * @param anchor what the stream is compared with
 * @param open the window that is being filled
 * @param previous rows of the window before; empty if there is none
 * @param history the sample of all windows since the anchor
 * @param canonical the images whose pixels are kept
 * @param alarms what is remembered of alarms, by reference
 */
public record StreamState(
        Anchor anchor,
        Window open,
        Span previous,
        History history,
        Canonical canonical,
        Map<String, AlarmMemory> alarms) {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /**
     * The anchor.
     *
     * @param epoch which one; larger for a later one
     * @param fixedId the fixed encoder
     * @param size rows so far
     * @param end number of the row after the last that was taken; a window that begins before it overlaps the anchor
     * @param undecodable images that could not be decoded while it was collected
     */
    public record Anchor(long epoch, String fixedId, int size, long end, long undecodable) {}

    /**
     * The open window.
     *
     * @param number from 1
     * @param start its first row
     * @param next number of the next row
     * @param currentId the current encoder from its first to its last row; null if there is none
     * @param seenBefore images that had gone by when it began
     * @param undecodableBefore of these, images that could not be decoded
     * @param startTime capture time of its first row, milliseconds
     */
    public record Window(
            long number,
            long start,
            long next,
            @Nullable String currentId,
            long seenBefore,
            long undecodableBefore,
            long startTime) {

        /** Rows in it. */
        public long size() {
            return next - start;
        }

        /** With one row more. */
        public Window added(long time, @Nullable String eye) {
            boolean first = size() == 0;
            return new Window(
                    number,
                    start,
                    next + 1,
                    first ? eye : currentId,
                    seenBefore,
                    undecodableBefore,
                    first ? time : startTime);
        }
    }

    /** Rows from a number up to, not including, another. */
    public record Span(long from, long to) {
        /** No rows. */
        public static final Span EMPTY = new Span(0, 0);
    }

    /**
     * A reservoir of blocks.
     *
     * @param offered blocks that have been offered
     * @param kept blocks in it
     */
    public record History(long offered, int kept) {}

    /**
     * The canonical images.
     *
     * @param size how many
     * @param currentId the encoder that they were shown last; null if none
     * @param selfTest largest relative distance found by the fixed encoder when it was shown some of them again; negative
     *     before it was
     */
    public record Canonical(int size, @Nullable String currentId, double selfTest) {}

    /** A stream of which no row is known, or that begins a new anchor: with this window, which is empty. */
    public static StreamState begin(long epoch, String fixedId, Window open) {
        return new StreamState(
                new Anchor(epoch, fixedId, 0, open.next(), open.undecodableBefore()),
                open,
                Span.EMPTY,
                new History(0, 0),
                new Canonical(0, null, -1),
                Map.of());
    }

    /** From a store. */
    public static StreamState read(byte[] json) {
        try {
            return JSON.readValue(json, StreamState.class);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The form in a store. */
    public byte[] json() {
        try {
            return JSON.writeValueAsBytes(this);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** The same with another anchor. */
    public StreamState with(Anchor other) {
        return new StreamState(other, open, previous, history, canonical, alarms);
    }

    /** The same with another open window. */
    public StreamState with(Window other) {
        return new StreamState(anchor, other, previous, history, canonical, alarms);
    }

    /** The same with another previous window. */
    public StreamState with(Span other) {
        return new StreamState(anchor, open, other, history, canonical, alarms);
    }

    /** The same with another history. */
    public StreamState with(History other) {
        return new StreamState(anchor, open, previous, other, canonical, alarms);
    }

    /** The same with another canonical images. */
    public StreamState with(Canonical other) {
        return new StreamState(anchor, open, previous, history, other, alarms);
    }

    /** The same with some memories of alarms changed. */
    public StreamState with(Map<String, AlarmMemory> changed) {
        Map<String, AlarmMemory> all = new HashMap<>(alarms);
        all.putAll(changed);
        return new StreamState(anchor, open, previous, history, canonical, all);
    }
}
