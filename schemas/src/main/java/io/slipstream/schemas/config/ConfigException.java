package io.slipstream.schemas.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration file that cannot be used, with every problem found in it; a service exits with code 2. */
public final class ConfigException extends Exception {

    private final transient List<ConfigProblem> problems;

    ConfigException(String file, List<ConfigProblem> problems) {
        super(message(file, problems));
        this.problems = List.copyOf(problems);
    }

    /** Every problem, in the order of the file's record; at least one. */
    public List<ConfigProblem> problems() {
        return problems;
    }

    private static String message(String file, List<ConfigProblem> problems) {
        return problems.stream()
                .map(problem -> "  " + file + ": " + problem)
                .collect(Collectors.joining(
                        "\n", problems.size() == 1 ? "1 problem:\n" : problems.size() + " problems:\n", ""));
    }
}
