package io.slipstream.trainer.audit;

import static io.slipstream.trainer.audit.Accounts.checkpoint;
import static io.slipstream.trainer.audit.Accounts.entry;
import static io.slipstream.trainer.audit.Accounts.evidence;
import static io.slipstream.trainer.audit.Accounts.held;
import static io.slipstream.trainer.audit.Accounts.letters;
import static io.slipstream.trainer.audit.Accounts.line;
import static io.slipstream.trainer.audit.Accounts.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipstream.trainer.report.JsonReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditReportTest {

    private final HeldRecords all = held(0, 20, List.of(0L, 10L, 20L));
    private final Evidence sound = with(with(evidence(line(entry(10, 1), entry(20, 2))), letters(4, 15)), all);
    private final Evidence twoFaults =
            with(with(evidence(line(entry(10), entry(20, 2).setGaps(1))), letters(15)), all);

    @Test
    void aSoundAccountHoldsInEveryCheck() {
        AuditReport report = AuditReport.of(sound);
        assertThat(report.verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(report.checks()).hasSize(5).allMatch(check -> check.findings()
                .isEmpty());
        assertThat(report.checkpoint()).isEqualTo("c1");
    }

    @Test
    void theWorstCheckComesFirstAndIsTheVerdict() {
        AuditReport report = AuditReport.of(twoFaults);
        assertThat(report.verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(report.checks())
                .extracting(Check::verdict)
                .containsExactly(Verdict.BROKEN, Verdict.BROKEN, Verdict.HOLDS, Verdict.HOLDS, Verdict.HOLDS);
    }

    @Test
    void theTableHasARowPerPartitionAndALinePerCheck() {
        String table = AuditTable.of(AuditReport.of(twoFaults));
        assertThat(table.lines())
                .anyMatch(line -> line.matches("images-0 +0 +20 +20 +18 +2 +0 +0 +0 +1 +0"))
                .anyMatch(line -> line.matches("broken +each refused record has one dead letter"))
                .anyMatch(line -> line.matches("  broken +images-0: expected dead letters of 2 records, .* 1"))
                .anyMatch(line -> line.matches("holds +no position goes back.*"));
    }

    @Test
    void whatIsWorthKnowingAndNoFaultIsANote() {
        Evidence returned = evidence(
                checkpoint(1, "a", null, entry(10)),
                checkpoint(1, "b", "a", entry(20)),
                checkpoint(2, "c", "a", entry(20)));
        assertThat(AuditTable.of(AuditReport.of(returned)).lines())
                .anyMatch(line -> line.matches("holds +no position goes back.*"))
                .anyMatch(line -> line.matches("  note +checkpoint c: epoch 2 went on from checkpoint a.*"));
    }

    @Test
    void aFloodOfFindingsIsCutShortInTheTableAndSaysSo() {
        long[] twice = {0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11};
        assertThat(AuditTable.of(AuditReport.of(with(evidence(line(entry(20, 12))), letters(twice)))))
                .contains("  and 2 more");
    }

    @Test
    void theJsonHoldsWhatTheTableDoes(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("made").resolve("audit.json");
        JsonReport.write(file, AuditReport.of(twoFaults));
        JsonNode json = new ObjectMapper().readTree(file.toFile());
        assertThat(json.at("/verdict").asText()).isEqualTo("BROKEN");
        assertThat(json.at("/ledger/0/deadLettered").asLong()).isEqualTo(2);
        assertThat(json.at("/checks/0/findings/0/text").asText()).contains("c1", "covered + gaps + lost");
    }
}
