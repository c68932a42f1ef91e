package io.slipstream.deploy.chaos;

import io.slipstream.schemas.record.CheckpointKind;
import io.slipstream.schemas.record.TrainingCheckpoint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether one model's announcements are those of trainers that each went on where the one before had stopped. */
final class LineageCheck {
    private final List<String> problems = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private long epoch;
    private @Nullable TrainingCheckpoint last;

    private LineageCheck() {}

    /** Claims that do not count up, and checkpoints of a trainer that was replaced, announced twice, or off the line. */
    static List<String> problems(Evidence evidence) {
        LineageCheck check = new LineageCheck();
        for (TrainingCheckpoint announcement : evidence.announcements()) {
            if (announcement.getKind() == CheckpointKind.CLAIM) {
                check.claim(announcement);
            } else {
                check.checkpoint(announcement);
            }
        }
        return check.problems;
    }

    private void claim(TrainingCheckpoint claim) {
        if (claim.getLineageEpoch() <= epoch) {
            problems.add("claim: expected an epoch above %d, found %d".formatted(epoch, claim.getLineageEpoch()));
        }
        epoch = Math.max(epoch, claim.getLineageEpoch());
    }

    private void checkpoint(TrainingCheckpoint found) {
        String id = String.valueOf(found.getCheckpointId());
        if (found.getLineageEpoch() != epoch) {
            problems.add("checkpoint %s: expected epoch %d, the last one claimed, found %d"
                    .formatted(id, epoch, found.getLineageEpoch()));
        }
        if (!ids.add(id)) {
            problems.add("checkpoint %s: expected one announcement, found another".formatted(id));
        }
        String parent = last == null ? null : last.getCheckpointId();
        if (!Objects.equals(found.getParentId(), parent)) {
            problems.add("checkpoint %s: expected the parent %s, the checkpoint before it, found %s"
                    .formatted(id, parent, found.getParentId()));
        }
        if (last != null && found.getStep() < last.getStep()) {
            problems.add("checkpoint %s: expected step %d, that of its parent, or later, found %d"
                    .formatted(id, last.getStep(), found.getStep()));
        }
        last = found;
    }
}
