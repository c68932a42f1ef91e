package io.slipstream.evaluator.watch.judge;

import io.slipstream.schemas.record.DriftCells;
import io.slipstream.schemas.record.DriftComparison;
import io.slipstream.schemas.record.DriftVerdict;
import io.slipstream.schemas.record.LookShift;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The reasons of a verdict, in words. */
final class Reasons {

    /** A representation that moved by more than this between two encoders is worth a sentence. */
    private static final double MOVED = 0.1;

    private static final int LOOKS_NAMED = 3;

    private Reasons() {}

    /** Adds what the self-test has to say; returns whether it failed. */
    static boolean selfTest(DriftCells cells, JudgeSettings settings, List<String> reasons) {
        Double found = cells.getSelfTest();
        if (found == null || found <= settings.selfTestLimit()) {
            return false;
        }
        reasons.add(String.format(
                Locale.ROOT,
                "The fixed encoder gives canonical images other embeddings than it did: relative distance %.4g, expected"
                        + " at most %.4g. Decoder, encoder or state is broken; drift cannot be told from that.",
                found,
                settings.selfTestLimit()));
        return true;
    }

    static void drift(
            DriftVerdict verdict,
            Ruling anchor,
            List<DriftComparison> comparisons,
            DriftCells cells,
            List<LookShift> looks,
            JudgeSettings settings,
            List<String> reasons) {
        DriftComparison first = comparisons.get(0);
        boolean changed = anchor.exceptional() || anchor.memory().drifted();
        if (anchor.exceptional()) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "Under the fixed encoder the window is %.4f from the anchor (MMD2), above the threshold of %.4f,"
                            + " with p = %.3f.",
                    first.getEffect(),
                    anchor.threshold(),
                    first.getPValue()));
        } else if (verdict == DriftVerdict.DRIFTED || verdict == DriftVerdict.SUSPECTED) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "The window itself is ordinary (MMD2 %.4f, threshold %.4f); one of the windows before was not.",
                    first.getEffect(),
                    anchor.threshold()));
        }
        if (anchor.raised()) {
            reasons.add("At least " + settings.rule().needed() + " of the last "
                    + settings.rule().outOf() + " windows are exceptional.");
        }
        if (changed) {
            looks.stream()
                    .filter(look -> look.getAdjustedPValue() <= settings.rule().alpha() && look.getShift() != null)
                    .sorted(Comparator.comparingDouble(look -> -Math.abs(look.getShift())))
                    .limit(LOOKS_NAMED)
                    .forEach(look -> reasons.add(String.format(
                            Locale.ROOT,
                            "The images' %s went from %.4g to %.4g, %+.1f standard deviations.",
                            look.getName(),
                            look.getAnchor(),
                            look.getWindow(),
                            look.getShift())));
            felt(cells, settings, reasons);
        }
        representation(cells, changed, reasons);
    }

    private static void felt(DriftCells cells, JudgeSettings settings, List<String> reasons) {
        Double pValue = cells.getFeltDriftPValue();
        if (pValue != null) {
            reasons.add(String.format(
                    Locale.ROOT,
                    pValue <= settings.rule().alpha()
                            ? "The current encoder feels it too: %.4f from the canonical images, p = %.3f."
                            : "The current encoder does not feel it: %.4f from the canonical images, p = %.3f.",
                    cells.getFeltDrift(),
                    pValue));
        }
    }

    private static void representation(DriftCells cells, boolean changed, List<String> reasons) {
        Double moved = cells.getRepresentationDrift();
        if (moved != null && moved > MOVED) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "The encoder itself has moved: 1 - CKA on the canonical images is %.3f between the last two"
                            + " encoders%s.",
                    moved,
                    changed ? "" : ", while the stream is as it was"));
        }
    }
}
