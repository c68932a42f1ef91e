package io.slipstream.deploy.chaos;

import java.util.List;

/**
 * One thing that has to hold.
 *
 * @param name what has to hold, in words
 * @param problems where it does not hold, in words; empty when it holds
 */
record Check(String name, List<String> problems) {

    Check {
        problems = List.copyOf(problems);
    }

    /** Whether it holds. */
    boolean holds() {
        return problems.isEmpty();
    }
}
