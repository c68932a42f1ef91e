package io.slipstream.evaluator.report;

import static java.util.Objects.requireNonNull;

import io.slipstream.evaluator.report.VerdictRule.Earlier;
import io.slipstream.evaluator.shift.SpaceChange;
import io.slipstream.schemas.record.SnapshotVerdict;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The measures of a run that took place, one snapshot a line: step, RankMe, collapse level, LiDAR, separation, CKA with the parent. */
record MeasuredLineage(List<Snapshot> snapshots) {

    record Snapshot(long step, Quality quality, @Nullable Double cka) {}

    static MeasuredLineage read(String name) throws IOException {
        List<Snapshot> snapshots = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                requireNonNull(MeasuredLineage.class.getResourceAsStream("/lineages/" + name + ".csv")),
                StandardCharsets.UTF_8))) {
            lines.lines().skip(1).map(line -> line.split(",", -1)).forEach(cells -> snapshots.add(snapshot(cells)));
        }
        return new MeasuredLineage(snapshots);
    }

    private static Snapshot snapshot(String[] cells) {
        Quality quality = VerdictRuleTest.quality(
                Double.parseDouble(cells[1]),
                Double.parseDouble(cells[2]),
                Double.valueOf(cells[3]),
                Double.valueOf(cells[4]));
        return new Snapshot(Long.parseLong(cells[0]), quality, cells[5].isEmpty() ? null : Double.valueOf(cells[5]));
    }

    /** What the rule says of every snapshot when it came, by step. */
    SortedMap<Long, Verdict> verdicts(VerdictRule rule) {
        SortedMap<Long, Verdict> verdicts = new TreeMap<>();
        List<Earlier> lineage = new ArrayList<>();
        String parent = null;
        for (Snapshot snapshot : snapshots) {
            SpaceChange change = snapshot.cka() == null ? null : VerdictRuleTest.change(snapshot.cka());
            Verdict verdict = rule.judge(snapshot.step(), snapshot.quality(), lineage, parent, change);
            verdicts.put(snapshot.step(), verdict);
            parent = "m-" + snapshot.step();
            lineage.add(new Earlier(
                    parent, snapshot.step(), snapshot.quality(), verdict.verdict() == SnapshotVerdict.HEALTHY));
        }
        return verdicts;
    }
}
