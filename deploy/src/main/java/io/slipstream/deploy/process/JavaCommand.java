package io.slipstream.deploy.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A command line that runs a main class on the Java of this process.
 *
 * @param options options of the JVM
 * @param classPath class path
 * @param mainClass class to run
 * @param arguments arguments of its main method
 */
public record JavaCommand(List<String> options, String classPath, String mainClass, List<String> arguments) {
    /** Copies the lists. */
    public JavaCommand {
        options = List.copyOf(options);
        arguments = List.copyOf(arguments);
    }

    /**
     * A command of the launcher on the launcher's own class path, told to stop when this process is gone.
     *
     * @param launcher the launcher's main class
     */
    public static JavaCommand slipstream(String launcher, List<String> options, String... arguments) {
        List<String> all = new ArrayList<>(List.of(
                "--stop-with-parent", Long.toString(ProcessHandle.current().pid())));
        all.addAll(List.of(arguments));
        return new JavaCommand(options, ownClassPath(), launcher, all);
    }

    /** The same command with further JVM options. */
    public JavaCommand with(String... more) {
        return new JavaCommand(
                Stream.concat(options.stream(), Stream.of(more)).toList(), classPath, mainClass, arguments);
    }

    /** The same command starting from a class data archive where there is one. */
    public JavaCommand from(Path archive) {
        return Files.exists(archive)
                ? with("-XX:SharedArchiveFile=" + archive, "-Xshare:auto", "-Xlog:disable", "-Xlog:all=error:stderr")
                : this;
    }

    /** The words of the command line. */
    public List<String> words() {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(options);
        words.addAll(List.of("-cp", classPath, mainClass));
        words.addAll(arguments);
        return words;
    }

    private static String ownClassPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .reduce((a, b) -> a + File.pathSeparator + b)
                .orElse("");
    }
}
