package io.slipstream.evaluator.watch.encode;

import io.slipstream.schemas.record.ChannelPointer;
import io.slipstream.schemas.record.DriftAnchor;
import io.slipstream.schemas.record.ModelSnapshot;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Chooses the encoders from what has been published: a pure function, so that all instances choose alike.
 *
 * <p>The fixed encoder is the one of the newest request for an anchor, or of the newest promotion where that renews anchors,
 * or the configured one, or else the first of the lineage, its untrained baseline: a random network sees a lamp go out as
 * well, and is there from the first image on.
 *
 * @param model the lineage; if empty, the one announced first
 * @param fixedId the configured fixed encoder
 * @param current which snapshot is the current encoder
 * @param renew when streams get a new anchor
 */
public record EncoderRule(Optional<String> model, Optional<String> fixedId, CurrentEncoder current, RenewAnchor renew) {

    private static final String STABLE = "stable";

    /** Of lineages that went back to a checkpoint, the later run counts. */
    private static final Comparator<ModelSnapshot> BY_AGE = Comparator.comparing(ModelSnapshot::getLineageEpoch)
            .thenComparing(ModelSnapshot::getStep)
            .thenComparing(ModelSnapshot::getSnapshotId);

    private record Anchor(long epoch, Optional<String> snapshotId) {}

    /**
     * The encoders; empty as long as none has been published that can be used.
     *
     * @param snapshots all that were announced, in any order
     * @param pointers newest decision of every channel
     * @param request newest request for an anchor
     * @param isUsable whether a snapshot has not been found unusable
     */
    public Optional<EncoderChoice> choose(
            Collection<ModelSnapshot> snapshots,
            Collection<ChannelPointer> pointers,
            Optional<DriftAnchor> request,
            Predicate<String> isUsable) {
        String lineage = model.orElseGet(() -> snapshots.stream()
                .min(Comparator.comparing(ModelSnapshot::getCreatedAt).thenComparing(ModelSnapshot::getSnapshotId))
                .map(ModelSnapshot::getModelId)
                .orElse(""));
        List<ModelSnapshot> own = snapshots.stream()
                .filter(snapshot -> snapshot.getModelId().equals(lineage) && isUsable.test(snapshot.getSnapshotId()))
                .sorted(BY_AGE)
                .toList();
        Anchor anchor = anchor(lineage, own, pointers, request);
        Optional<ModelSnapshot> fixed = anchor.snapshotId().isPresent()
                ? find(own, anchor.snapshotId().get())
                : own.stream().min(Comparator.comparing(ModelSnapshot::getStep).thenComparing(BY_AGE));
        return fixed.map(snapshot -> new EncoderChoice(anchor.epoch(), snapshot, current(own, lineage, pointers)));
    }

    /** A promotion counts from the birth of its snapshot: the pointer's own time moves with every decision to hold. */
    private Anchor anchor(
            String lineage,
            List<ModelSnapshot> own,
            Collection<ChannelPointer> pointers,
            Optional<DriftAnchor> request) {
        Anchor asked = request.map(anchor -> new Anchor(
                        anchor.getTime().toEpochMilli(),
                        Optional.ofNullable(anchor.getSnapshotId()).or(() -> fixedId)))
                .orElse(new Anchor(0, fixedId));
        if (renew != RenewAnchor.PROMOTION) {
            return asked;
        }
        return served(lineage, STABLE, pointers)
                .flatMap(pointer -> find(own, pointer.getSnapshotId()))
                .map(stable -> new Anchor(stable.getCreatedAt().toEpochMilli(), Optional.of(stable.getSnapshotId())))
                .filter(promoted -> promoted.epoch() > asked.epoch())
                .orElse(asked);
    }

    private Optional<ModelSnapshot> current(
            List<ModelSnapshot> own, String lineage, Collection<ChannelPointer> pointers) {
        return switch (current) {
            case NONE -> Optional.empty();
            case NEWEST ->
                own.stream()
                        .filter(snapshot -> snapshot.getRelease() == null) // training has not moved by it
                        .reduce((older, newer) -> newer);
            case CANDIDATE, SHADOW, STABLE ->
                served(lineage, current.name().toLowerCase(Locale.ROOT), pointers)
                        .flatMap(pointer -> find(own, pointer.getSnapshotId()));
        };
    }

    private static Optional<ChannelPointer> served(
            String lineage, String channel, Collection<ChannelPointer> pointers) {
        return pointers.stream()
                .filter(pointer -> pointer.getModelId().equals(lineage)
                        && pointer.getChannel().equals(channel)
                        && !pointer.getSnapshotId().isEmpty())
                .max(Comparator.comparing(ChannelPointer::getChannelEpoch));
    }

    private static Optional<ModelSnapshot> find(List<ModelSnapshot> own, String id) {
        return own.stream()
                .filter(snapshot -> Objects.equals(snapshot.getSnapshotId(), id))
                .findFirst();
    }
}
