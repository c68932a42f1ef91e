package io.slipstream.evaluator.channel.decision;

import io.slipstream.schemas.record.ChannelPointer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** One channel as the decisions so far have left it. Not thread-safe. */
public final class Channel {

    /** The channels, in the order a snapshot goes through them; nothing comes onto release by itself. */
    public enum Name {
        CANDIDATE,
        SHADOW,
        STABLE,
        RELEASE;

        /** As records have it. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The channel its snapshots come from. */
        Optional<Name> before() {
            return switch (this) {
                case CANDIDATE -> Optional.empty();
                case SHADOW -> Optional.of(CANDIDATE);
                case STABLE -> Optional.of(SHADOW);
                case RELEASE -> Optional.of(STABLE);
            };
        }

        /** Whether the channel can go back to what it served before. */
        public boolean goesBack() {
            return this == STABLE || this == RELEASE;
        }

        /** The channel of that name. */
        public static Optional<Name> of(String text) {
            return Stream.of(values()).filter(name -> name.text().equals(text)).findFirst();
        }
    }

    private static final int FALLBACKS = 3;

    private final List<String> earlier = new ArrayList<>();
    private long epoch;
    private String serving = "";
    private Instant since = Instant.EPOCH;
    private Map<String, Long> until = Map.of();
    private boolean open;

    /** Decisions on the channel so far. */
    public long epoch() {
        return epoch;
    }

    /** Id of the snapshot it serves; empty when it serves none. */
    public String serving() {
        return serving;
    }

    /** Event time of the decision by which it serves that. */
    public Instant since() {
        return since;
    }

    /** Whether it serves a snapshot that the gates have not settled yet. */
    boolean isOpen() {
        return open;
    }

    /** First offset of a topic that was not evidence yet when it came to serve what it serves. */
    long until(String topic) {
        return until.getOrDefault(topic, 0L);
    }

    /** Earlier snapshots it could go back to, the newest first. */
    List<String> earlier() {
        List<String> newestFirst = new ArrayList<>(earlier);
        Collections.reverse(newestFirst);
        return newestFirst;
    }

    /** The first few of them, as the records name them. */
    List<String> fallbacks() {
        return earlier().stream().limit(FALLBACKS).toList();
    }

    void count() {
        epoch++;
    }

    void settle(String snapshotId) {
        if (serving.equals(snapshotId)) {
            open = false;
        }
    }

    void promote(ChannelPointer decision, boolean goesBack) {
        if (goesBack && !serving.isEmpty()) {
            earlier.add(serving);
        }
        earlier.remove(decision.getSnapshotId());
        serve(decision);
        open = true;
    }

    /** Goes back to an earlier snapshot, or to none; what came after it is no fallback any more. */
    void goBack(ChannelPointer decision) {
        int target = earlier.lastIndexOf(decision.getSnapshotId());
        earlier.subList(Math.max(0, target), earlier.size()).clear();
        serve(decision);
        open = false;
    }

    void forget(Set<String> revoked) {
        earlier.removeAll(revoked);
    }

    private void serve(ChannelPointer decision) {
        serving = decision.getSnapshotId();
        since = decision.getTime();
        until = Citation.until(decision);
    }
}
