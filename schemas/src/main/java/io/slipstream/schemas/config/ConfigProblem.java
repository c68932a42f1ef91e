package io.slipstream.schemas.config;

/**
 * One thing wrong in a configuration file.
 *
 * @param path    the key's path, for instance {@code batch.stream}; empty for the file as a whole
 * @param found   what stands there: the value in quotes, or words such as {@code nothing}
 * @param allowed what may stand there
 */
public record ConfigProblem(String path, String found, String allowed) {

    @Override
    public String toString() {
        return (path.isEmpty() ? "" : path + ": ") + "found " + found + ", allowed: " + allowed;
    }
}
