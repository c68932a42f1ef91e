package io.slipstream.evaluator.report;

import io.slipstream.evaluator.follow.ModelHistory;
import io.slipstream.evaluator.metric.Embeddings;
import io.slipstream.evaluator.shift.SpaceChange;
import io.slipstream.evaluator.space.CanonicalEmbeddings;
import io.slipstream.evaluator.space.GoneException;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.record.SnapshotReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How far a snapshot's space is from those of the snapshots that matter to it: its parent, the one that began its parent's
 * space, and the stable one.
 */
final class Comparisons {

    static final String PARENT = "parent";
    static final String SPACE = "space";
    static final String STABLE = "stable";

    private final Suite suite;
    private final CanonicalEmbeddings embeddings;
    private final ReportHistory history;

    Comparisons(Suite suite, CanonicalEmbeddings embeddings, ReportHistory history) {
        this.suite = suite;
        this.embeddings = embeddings;
        this.history = history;
    }

    /** One that was made. */
    record Compared(String role, ModelSnapshot other, SpaceChange change) {}

    /**
     * Those of one snapshot.
     *
     * @param made in the order of their roles
     * @param missing why others could not be made, one sentence each
     */
    record Found(List<Compared> made, List<String> missing) {

        /** The one in a role. */
        Optional<Compared> in(String role) {
            return made.stream()
                    .filter(compared -> compared.role().equals(role))
                    .findFirst();
        }
    }

    /**
     * Compares a snapshot.
     *
     * @param now its embeddings of the canonical images
     * @throws IOException if an artifact cannot be read at the moment
     */
    Found of(ModelSnapshot snapshot, Embeddings now, ModelHistory models) throws IOException {
        Map<String, SpaceChange> changes = new LinkedHashMap<>();
        List<Compared> made = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (Map.Entry<String, String> role : roles(snapshot, models).entrySet()) {
            Optional<ModelSnapshot> other = models.snapshot(role.getValue());
            if (other.isEmpty()) {
                missing.add(missing(role.getKey(), role.getValue(), "it is not on the topic of snapshots"));
                continue;
            }
            try {
                SpaceChange change = changes.get(role.getValue());
                if (change == null) {
                    change = SpaceChange.between(embeddings.by(other.get()), now, suite.neighbours(), suite.seed());
                    changes.put(role.getValue(), change);
                }
                made.add(new Compared(role.getKey(), other.get(), change));
            } catch (GoneException gone) {
                missing.add(missing(role.getKey(), role.getValue(), String.valueOf(gone.getMessage())));
            }
        }
        return new Found(made, missing);
    }

    /** Snapshot ids by role. */
    private Map<String, String> roles(ModelSnapshot snapshot, ModelHistory models) {
        Map<String, String> roles = new LinkedHashMap<>();
        String parent = snapshot.getParentId();
        if (parent != null) {
            roles.put(PARENT, parent);
        }
        spaceOfAncestor(snapshot, models)
                .filter(space -> !space.equals(parent))
                .ifPresent(space -> roles.put(SPACE, space));
        models.channel(snapshot.getModelId(), STABLE)
                .map(pointer -> pointer.getSnapshotId())
                .filter(stable -> !stable.isEmpty() && !stable.equals(snapshot.getSnapshotId()))
                .ifPresent(stable -> roles.put(STABLE, stable));
        return roles;
    }

    /** The embedding space of the nearest ancestor that has a report; a parent may have been skipped. */
    Optional<String> spaceOfAncestor(ModelSnapshot snapshot, ModelHistory models) {
        Set<String> seen = new HashSet<>();
        String ancestor = snapshot.getParentId();
        while (ancestor != null && seen.add(ancestor)) {
            Optional<String> space = history.of(ancestor)
                    .map(SnapshotReport::getEmbeddingSpaceId)
                    .filter(id -> !id.isEmpty());
            if (space.isPresent()) {
                return space;
            }
            ancestor = models.snapshot(ancestor).map(ModelSnapshot::getParentId).orElse(null);
        }
        return Optional.empty();
    }

    private static String missing(String role, String snapshotId, String reason) {
        return "Not compared with " + role + " " + snapshotId + ": " + reason;
    }
}
