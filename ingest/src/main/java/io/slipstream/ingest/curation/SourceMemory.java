package io.slipstream.ingest.curation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What a partition remembers of its sources, and the policies that follow from it. Only forwarded images are remembered:
 * one that was dropped may come again. Not thread-safe.
 *
 * <p>Times are record times in milliseconds; each source has its own, so that one with a wrong clock harms itself alone.
 */
final class SourceMemory {

    /** Entries forgotten in one sweep at most, so that a sweep does not hold up the stream. */
    private static final int SWEPT = 20_000;

    private final KeyValueStore<String, byte[]> states;
    private final KeyValueStore<Bytes, byte[]> images;
    private final SeenImages seen;
    private final NearImages near;
    private final Shares shares;
    private final RateCap cap;
    private final TokenBucket.Rules rules;
    private final long longestMillis;

    SourceMemory(
            KeyValueStore<String, byte[]> states,
            KeyValueStore<Bytes, byte[]> images,
            KeyValueStore<Bytes, byte[]> shares,
            CurationConfig config) {
        this.states = states;
        this.images = images;
        this.seen = new SeenImages(images, config.duplicates());
        this.near = new NearImages(images, config.nearDuplicates());
        this.shares = new Shares(shares, config.balance());
        this.cap = config.rate();
        this.rules = cap.rules();
        this.longestMillis = Math.max(
                Math.max(
                        config.duplicates().time().toMillis(),
                        config.nearDuplicates().time().toMillis()),
                cap.burst().toMillis());
    }

    /** Why an image is not to be forwarded, as far as can be told without decoding it. */
    Optional<Policy> objection(String source, byte[] id, long now) {
        SourceState state = state(source, now);
        if (seen.isOn() && seen.contains(source, id, state, now)) {
            return Optional.of(Policy.DUPLICATE);
        }
        if (cap.isOn() && !state.bucket().at(now, rules).hasToken()) {
            return Optional.of(Policy.RATE);
        }
        return shares.hasRoom(source, now) ? Optional.empty() : Optional.of(Policy.SHARE);
    }

    /** Whether the source sent an image that looks like this one. */
    boolean holdsLike(String source, long look, long now) {
        return near.isOn() && near.containsLike(source, look, now);
    }

    /** Remembers a forwarded image. */
    void remember(String source, byte[] id, OptionalLong look, long now) {
        SourceState state = state(source, now);
        long first = seen.isOn() ? seen.add(source, id, state, now) : state.next() + 1;
        if (near.isOn() && look.isPresent()) {
            near.add(source, state.next(), look.getAsLong(), now);
        }
        TokenBucket bucket = cap.isOn() ? state.bucket().at(now, rules).taken() : state.bucket();
        states.put(source, new SourceState(first, state.next() + 1, bucket, Math.max(state.time(), now)).bytes());
        shares.add(source, now);
    }

    /** Forgets sources that have been silent for longer than any window. */
    void sweep(long now) {
        int left = SWEPT;
        for (String source : silentSince(now - longestMillis)) {
            List<Bytes> keys = keys(source, left);
            keys.forEach(images::delete);
            left -= keys.size();
            if (left == 0) {
                return;
            }
            states.delete(source);
        }
        shares.sweep();
    }

    private SourceState state(String source, long now) {
        byte[] found = states.get(source);
        return found == null ? SourceState.fresh(bucket(now)) : SourceState.read(found);
    }

    private TokenBucket bucket(long now) {
        return cap.isOn() ? TokenBucket.full(rules, now) : new TokenBucket(0, now);
    }

    private List<String> silentSince(long time) {
        List<String> silent = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> all = states.all()) {
            while (all.hasNext()) {
                KeyValue<String, byte[]> entry = all.next();
                if (SourceState.read(entry.value).time() < time) {
                    silent.add(entry.key);
                }
            }
        }
        return silent;
    }

    private List<Bytes> keys(String source, int most) {
        List<Bytes> keys = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> entries = images.range(ImageKey.first(source), ImageKey.last(source))) {
            while (entries.hasNext() && keys.size() < most) {
                keys.add(entries.next().key);
            }
        }
        return keys;
    }
}
