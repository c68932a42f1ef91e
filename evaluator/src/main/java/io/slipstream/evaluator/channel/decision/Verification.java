package io.slipstream.evaluator.channel.decision;

import io.slipstream.evaluator.channel.gate.GatesConfig;
import io.slipstream.evaluator.topic.Received;
import io.slipstream.schemas.config.ConfigException;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.record.ChannelPointer;
import io.slipstream.schemas.topic.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes every decision of a model again, from the records alone, and says which is the first that does not follow.
 *
 * <p>A decision whose cited evidence the topics do not hold any more (a report that was replaced and compacted away) is
 * beyond proof; that it follows the decisions before it is checked all the same.
 */
public final class Verification {

    private final String model;
    private final ChannelState state;
    private final Evidence evidence;
    private final Replay replay;
    private final List<Received<ChannelPointer>> decisions;
    private final List<Received<ChannelPointer>> pointers;
    private final Map<String, Records> gatesByHash = new HashMap<>();
    private final List<String> beyondProof = new ArrayList<>();

    private Verification(String model, History history) {
        this.model = model;
        History own = history.of(model);
        state = new ChannelState(model);
        evidence = new Evidence(model);
        replay = new Replay(own, evidence);
        decisions = own.decisions();
        pointers = own.pointers();
    }

    /**
     * What verification comes to.
     *
     * @param model the model lineage
     * @param decisions decisions in the history
     * @param proven decisions that were made again and came out the same, up to the first broken one
     * @param beyondProof decisions whose evidence is gone, with what is missing
     * @param broken the first that does not follow, with what was expected and found; null if there is none
     */
    public record Result(
            String model,
            long decisions,
            long proven,
            List<String> beyondProof,
            @Nullable String broken) {}

    /** Verifies the decisions of a model. */
    public static Result of(String model, History history) {
        return new Verification(model, history).run();
    }

    private Result run() {
        @Nullable String broken = null;
        int next = 0;
        try {
            while (next < decisions.size()) {
                next += ruling(next);
            }
            checkPointers();
        } catch (BrokenHistoryException | IllegalArgumentException e) {
            broken = where(next) + e.getMessage();
        }
        return new Result(model, decisions.size(), (long) next - beyondProof.size(), List.copyOf(beyondProof), broken);
    }

    private String where(int index) {
        return index < decisions.size()
                ? Coordinates.of(Topics.MODEL_DECISIONS, decisions.get(index).offset()) + ": "
                : "";
    }

    /** Makes the ruling again that begins with this decision; returns how many decisions it has. */
    private int ruling(int index) {
        ChannelPointer found = decisions.get(index).value();
        replay.until(Citation.until(found));
        Optional<String> gone = Citation.records(found).stream()
                .filter(record -> !replay.has(record))
                .findFirst();
        if (gone.isPresent()) {
            state.apply(found);
            beyondProof.add(where(index) + "decision " + found.getDecisionEpoch() + " rests on " + gone.get()
                    + ", which the topic holds no more");
            return 1;
        }
        checkTime(found);
        List<ChannelPointer> made = gates(found).next(state, evidence, found.getTime(), Citation.isByClock(found));
        if (made.isEmpty()) {
            throw new BrokenHistoryException("decision " + found.getDecisionEpoch()
                    + ": expected none at this time from this evidence, found " + inBrief(found));
        }
        for (int i = 0; i < made.size(); i++) {
            if (index + i >= decisions.size()) {
                throw new BrokenHistoryException("expected " + inBrief(made.get(i)) + " as well, found the end");
            }
            compare(made.get(i), decisions.get(index + i).value());
        }
        return made.size();
    }

    private void checkTime(ChannelPointer found) {
        Instant expected =
                Stream.of(evidence.time(), state.time()).max(Instant::compareTo).orElseThrow();
        if (!Citation.isByClock(found) && !found.getTime().equals(expected)) {
            throw new BrokenHistoryException("decision " + found.getDecisionEpoch() + ": expected time " + expected
                    + " by the newest record, found " + found.getTime());
        }
    }

    private Records gates(ChannelPointer found) {
        @Nullable String text = found.getGates();
        if (text != null) {
            gatesByHash.put(Records.hash(text), parsed(text, found));
        }
        @Nullable String hash = found.getGatesHash();
        if (hash == null) {
            return new Records(ConfigLoader.defaults(GatesConfig.class)); // a person's decision asks no gates
        }
        @Nullable Records known = gatesByHash.get(hash);
        if (known == null) {
            throw new BrokenHistoryException(
                    "decision " + found.getDecisionEpoch() + ": expected the text of gates " + hash + ", found none");
        }
        return known;
    }

    private static Records parsed(String text, ChannelPointer found) {
        try {
            return new Records(ConfigLoader.parse(text, "gates", GatesConfig.class), text);
        } catch (ConfigException e) {
            throw new BrokenHistoryException(
                    "decision " + found.getDecisionEpoch() + ": its gates cannot be read: " + e.getMessage());
        }
    }

    private static void compare(ChannelPointer made, ChannelPointer found) {
        if (made.equals(found)) {
            return;
        }
        String fields = made.getSchema().getFields().stream()
                .filter(field -> !equal(made.get(field.pos()), found.get(field.pos())))
                .map(field -> field.name() + " " + made.get(field.pos()) + ", found " + found.get(field.pos()))
                .findFirst()
                .orElse("an equal record");
        throw new BrokenHistoryException("decision " + found.getDecisionEpoch() + ": expected " + fields);
    }

    private static boolean equal(@Nullable Object one, @Nullable Object other) {
        return Objects.equals(one, other);
    }

    /** The newest pointer of each channel is its newest decision, but for what was decided while the topics were read. */
    private void checkPointers() {
        Map<String, ChannelPointer> newest = new TreeMap<>();
        decisions.forEach(decision -> newest.put(decision.value().getChannel(), decision.value()));
        Map<String, ChannelPointer> current = new TreeMap<>();
        pointers.forEach(pointer -> current.put(pointer.value().getChannel(), pointer.value()));
        current.values().removeIf(pointer -> {
            boolean isLater = pointer.getDecisionEpoch() > state.decisionEpoch();
            if (isLater) {
                newest.remove(pointer.getChannel());
            }
            return isLater;
        });
        if (!newest.equals(current)) {
            throw new BrokenHistoryException("expected " + Topics.MODEL_CHANNELS.name() + " to hold " + brief(newest)
                    + " as the newest decisions, found " + brief(current));
        }
    }

    private static List<String> brief(Map<String, ChannelPointer> pointers) {
        return pointers.values().stream().map(Verification::inBrief).toList();
    }

    private static String inBrief(ChannelPointer decision) {
        return decision.getAction() + " of " + decision.getSubjectSnapshotId() + " on " + decision.getChannel()
                + " (decision " + decision.getDecisionEpoch() + ")";
    }
}
