package io.slipstream.trainer.audit;

import io.slipstream.schemas.record.TrainingCheckpoint;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The result of an audit.
 *
 * @param model the model id
 * @param checkpoint the last checkpoint, whose ledger this is
 * @param lineageEpoch its epoch
 * @param step its optimizer steps
 * @param checkpoints how many of the lineage's checkpoints were examined
 * @param verdict the worst of the checks
 * @param ledger what became of every record of the stream, by partition
 * @param checks worst first
 */
record AuditReport(
        String model,
        String checkpoint,
        long lineageEpoch,
        long step,
        int checkpoints,
        Verdict verdict,
        List<LedgerRow> ledger,
        List<Check> checks) {

    /**
     * Examines the evidence.
     *
     * @throws java.util.NoSuchElementException if it holds no checkpoint of the model
     */
    static AuditReport of(Evidence evidence) {
        Lineage lineage = evidence.lineage();
        TrainingCheckpoint last = lineage.last().orElseThrow();
        List<Check> checks = Stream.of(
                        BalanceCheck.of(evidence),
                        PositionCheck.of(evidence),
                        SnapshotCheck.of(evidence),
                        CoverageCheck.of(evidence),
                        DeadLetterCheck.of(evidence))
                .sorted(Comparator.comparing(Check::verdict))
                .toList();
        return new AuditReport(
                evidence.model(),
                last.getCheckpointId(),
                last.getLineageEpoch(),
                last.getStep(),
                lineage.links().size(),
                checks.get(0).verdict(),
                lineage.ledger().values().stream().map(LedgerRow::of).toList(),
                checks);
    }
}
