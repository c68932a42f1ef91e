package io.slipstream.trainer.audit;

import java.util.Comparator;
import java.util.List;

/**
 * One thing that has to hold, and what was found about it.
 *
 * @param verdict the worst of the findings; HOLDS without any
 * @param name what has to hold, in words
 * @param findings worst first
 */
record Check(Verdict verdict, String name, List<Finding> findings) {

    static Check of(String name, List<Finding> findings) {
        List<Finding> sorted =
                findings.stream().sorted(Comparator.comparing(Finding::verdict)).toList();
        return new Check(sorted.isEmpty() ? Verdict.HOLDS : sorted.get(0).verdict(), name, sorted);
    }
}
