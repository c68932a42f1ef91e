package io.slipstream.trainer.snapshot;

import io.slipstream.schemas.record.LedgerEntry;
import io.slipstream.schemas.record.Release;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * An encoder as it was captured, before it is written anywhere.
 *
 * @param files the encoder's files by name, {@link io.slipstream.schemas.snapshot.SnapshotStore#ENCODER} among them
 * @param id identity of the snapshot
 * @param parent id of the snapshot before it; empty for the first of a lineage
 * @param checkpoint id of the checkpoint that is committed together with it, or that the branch began at
 * @param createdAt when it was captured
 * @param step optimizer steps taken
 * @param imagesSeen images that went through the student, replayed ones counted each time
 * @param loss mean loss since the last snapshot; empty before the first step
 * @param ledger what the lineage has read so far
 * @param release how it was made on a branch of its own; empty for one of training itself
 */
public record SnapshotDraft(
        Map<String, byte[]> files,
        String id,
        Optional<String> parent,
        String checkpoint,
        Instant createdAt,
        long step,
        long imagesSeen,
        OptionalDouble loss,
        List<LedgerEntry> ledger,
        Optional<Release> release) {

    public SnapshotDraft {
        files = Map.copyOf(files);
        ledger = List.copyOf(ledger);
    }
}
