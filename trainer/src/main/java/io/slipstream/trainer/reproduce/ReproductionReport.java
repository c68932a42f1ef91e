package io.slipstream.trainer.reproduce;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The result of a reproduction.
 *
 * @param snapshot the snapshot's id
 * @param checkpoint the checkpoint committed with it
 * @param parent the checkpoint that training went on from; null for the first of a lineage
 * @param from optimizer steps taken before
 * @param to optimizer steps taken in the end
 * @param identical whether the snapshot was made again to the last bit
 * @param comparison what was found
 * @param circumstances what is not as it was, and may be why bits differ; a sentence each
 */
record ReproductionReport(
        String snapshot,
        String checkpoint,
        @Nullable String parent,
        long from,
        long to,
        boolean identical,
        Comparison comparison,
        List<String> circumstances) {

    ReproductionReport {
        circumstances = List.copyOf(circumstances);
    }

    /** The report as a person reads it. */
    String text() {
        StringBuilder text = new StringBuilder();
        line(
                text,
                "Snapshot %s: steps %d to %d taken again from %s",
                snapshot,
                from,
                to,
                parent == null ? "nothing" : parent);
        if (comparison.differing().isEmpty()) {
            line(text, "  %d tensors: identical to the last bit", comparison.tensors());
        } else {
            TensorDifference most = comparison.differing().get(0);
            line(
                    text,
                    "  %d tensors: %d differ, the most by %.3g in %s (%d elements differ there)",
                    comparison.tensors(),
                    comparison.differing().size(),
                    most.largest(),
                    most.tensor(),
                    most.elements());
        }
        comparison.others().forEach(other -> line(text, "  %s", other));
        line(
                text,
                "%s: compared with the checkpoint's tensors and with %s",
                identical ? "Identical" : "Not identical",
                String.join(", ", comparison.files()));
        circumstances.forEach(circumstance -> line(text, "Not as it was: %s", circumstance));
        return text.toString();
    }

    private static void line(StringBuilder text, String format, @Nullable Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
    }
}
