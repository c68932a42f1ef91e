package io.slipstream.ingest.gateway;

/** Ends a request with a {@link Problem}. Has no stack trace: it is an answer, not a defect. */
final class ProblemException extends Exception {

    private final transient Problem problem;

    ProblemException(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }
}
