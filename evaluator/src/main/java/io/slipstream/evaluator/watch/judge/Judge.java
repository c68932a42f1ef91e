package io.slipstream.evaluator.watch.judge;

import io.slipstream.evaluator.metric.Embeddings;
import io.slipstream.evaluator.watch.row.AlarmMemory;
import io.slipstream.evaluator.watch.row.Row;
import io.slipstream.schemas.record.DriftCells;
import io.slipstream.schemas.record.DriftComparison;
import io.slipstream.schemas.record.DriftVerdict;
import io.slipstream.schemas.record.DriftedImage;
import io.slipstream.schemas.record.LookShift;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Judges a window: compares it with every reference there is, fills the 2x2, and says what it comes to. The verdict goes by
 * the anchor; the other references say how the stream came there. Pure: the same evidence is judged the same.
 *
 * @param settings how
 */
public record Judge(JudgeSettings settings) {

    /** The reference that decides. */
    public static final String ANCHOR = "anchor";

    /** The window before. */
    public static final String PREVIOUS = "previous";

    /** A sample of all windows since the anchor. */
    public static final String RESERVOIR = "reservoir";

    /** Judges a window. */
    public Judgement judge(Evidence evidence) {
        SplittableRandom random = new SplittableRandom(settings.seed() ^ evidence.number());
        DriftCells cells = DriftCells.newBuilder().build();
        Cells.fill(
                cells,
                evidence.window(),
                evidence.currentId(),
                evidence.canonical(),
                evidence.selfTest(),
                settings,
                random);
        String objection = evidence.objection();
        if (objection != null || evidence.anchor().isEmpty()) {
            String why = objection == null ? "There is no anchor yet." : objection;
            return insufficient(evidence, cells, why);
        }
        return compared(evidence, evidence.anchor().get(), cells, random);
    }

    private Judgement insufficient(Evidence evidence, DriftCells cells, String why) {
        Optional<AlarmMemory> drifted =
                Optional.ofNullable(evidence.alarms().get(ANCHOR)).filter(AlarmMemory::drifted);
        List<String> reasons = new ArrayList<>(List.of(why));
        boolean broken = Reasons.selfTest(cells, settings, reasons);
        return new Judgement(
                broken ? DriftVerdict.BROKEN : DriftVerdict.INSUFFICIENT,
                false,
                evidence.alarms(),
                drifted.map(anchor -> Instant.ofEpochMilli(anchor.changedAfter()))
                        .orElse(null),
                drifted.map(anchor -> Instant.ofEpochMilli(anchor.changedBefore()))
                        .orElse(null),
                reasons,
                cells,
                List.of(),
                List.of(),
                List.of());
    }

    private Judgement compared(Evidence evidence, AnchorModel model, DriftCells cells, SplittableRandom random) {
        // 1. Compare
        Ruling.Change change = change(evidence, model);
        Map<String, AlarmMemory> memories = new LinkedHashMap<>(evidence.alarms());
        Map<String, Ruling> rulings = new LinkedHashMap<>();
        List<DriftComparison> comparisons = new ArrayList<>();
        for (Map.Entry<String, List<Row>> reference :
                references(evidence, model).entrySet()) {
            Comparison comparison = Comparison.of(model, reference.getValue(), evidence.window(), settings, random);
            AlarmMemory memory = evidence.alarms().get(reference.getKey());
            Ruling ruling = memory == null ? null : Ruling.of(settings, memory, comparison.effect(), change);
            if (ruling != null) {
                rulings.put(reference.getKey(), ruling);
                memories.put(reference.getKey(), ruling.memory());
            }
            comparisons.add(Reporting.comparison(reference.getKey(), comparison, ruling, settings));
        }
        // 2. Explain
        cells.setDataDrift(comparisons.get(0).getEffect());
        cells.setDataDriftPValue(comparisons.get(0).getPValue());
        List<LookShift> looks =
                Looks.of(model.rows(), evidence.window(), evidence.undecodable(), evidence.undecodableOfAnchor());
        // 3. Decide
        Ruling anchor = rulings.get(ANCHOR);
        List<String> reasons = new ArrayList<>();
        boolean broken = Reasons.selfTest(cells, settings, reasons);
        if (anchor == null) {
            reasons.add("The alarms of the anchor are being calibrated.");
            return new Judgement(
                    broken ? DriftVerdict.BROKEN : DriftVerdict.INSUFFICIENT,
                    false,
                    memories,
                    null,
                    null,
                    reasons,
                    cells,
                    comparisons,
                    looks,
                    List.of());
        }
        AlarmMemory memory = anchor.memory();
        boolean suspected = anchor.exceptional() || memory.isSuspicious();
        DriftVerdict verdict = broken
                ? DriftVerdict.BROKEN
                : memory.drifted() ? DriftVerdict.DRIFTED : suspected ? DriftVerdict.SUSPECTED : DriftVerdict.ORDINARY;
        Reasons.drift(verdict, anchor, comparisons, cells, looks, settings, reasons);
        boolean changed = memory.changedBefore() > 0;
        return new Judgement(
                verdict,
                anchor.raised() && !broken,
                memories,
                changed ? Instant.ofEpochMilli(memory.changedAfter()) : null,
                changed ? Instant.ofEpochMilli(memory.changedBefore()) : null,
                reasons,
                cells,
                comparisons,
                looks,
                mostDrifted(model, evidence.window()));
    }

    private static Map<String, List<Row>> references(Evidence evidence, AnchorModel model) {
        Map<String, List<Row>> references = new LinkedHashMap<>();
        references.put(ANCHOR, model.rows());
        // in one order, so that the random numbers are used in one order
        new TreeMap<>(evidence.references()).forEach((name, rows) -> {
            if (Comparison.isPossible(rows, evidence.window())) {
                references.put(name, rows);
            }
        });
        return references;
    }

    /** Between which images the stream left the anchor, if it did within this window or the one before. */
    private Ruling.Change change(Evidence evidence, AnchorModel model) {
        List<Row> rows = new ArrayList<>(evidence.references().getOrDefault(PREVIOUS, List.of()));
        rows.addAll(evidence.window());
        Embeddings embeddings = Row.fixed(rows);
        ChangePoint at = ChangePoint.of(model.mmd().witness(embeddings), settings.blockSize());
        long after = rows.get(at.first() - 1).time();
        long before = rows.get(at.last()).time();
        return new Ruling.Change(Math.min(after, before), Math.max(after, before));
    }

    private List<DriftedImage> mostDrifted(AnchorModel model, List<Row> window) {
        double[] witness = model.mmd().witness(Row.fixed(window));
        return IntStream.range(0, witness.length)
                .boxed()
                .sorted((a, b) -> Double.compare(witness[b], witness[a]))
                .limit(settings.mostDrifted())
                .map(i -> Reporting.image(window.get(i), witness[i]))
                .toList();
    }
}
