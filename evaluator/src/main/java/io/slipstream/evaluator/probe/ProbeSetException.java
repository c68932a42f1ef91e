package io.slipstream.evaluator.probe;

import java.util.List;
import java.util.stream.Collectors;

/** A probe set that no score can be made from; the operator has to point to another one. */
public final class ProbeSetException extends Exception {

    ProbeSetException(String message) {
        super(message);
    }

    /** @param message the key, and what is wrong */
    public ProbeSetException(String message, Throwable cause) {
        super(message, cause);
    }

    /** What is wrong with several sets, a line each. */
    public static ProbeSetException all(List<ProbeSetException> problems) {
        return new ProbeSetException(
                problems.stream()
                        .map(problem -> String.valueOf(problem.getMessage()))
                        .collect(Collectors.joining("\n")),
                problems.get(0));
    }
}
