package io.slipstream.deploy.reference;

import io.slipstream.schemas.config.ConfigException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code slipstream config}: what can be configured, and whether a file is right. */
@Command(
        name = "config",
        description = "Checks configuration files and writes their reference.",
        mixinStandardHelpOptions = true)
public final class ConfigCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a command: check or reference.");
    }

    @Command(
            name = "check",
            description = {
                "Reads a configuration file and prints it with every default filled in.",
                "Exit code 2 and a list of all problems if it is wrong."
            },
            mixinStandardHelpOptions = true)
    int check(
            @Parameters(paramLabel = "SERVICE", description = "The service the file is for.") String service,
            @Parameters(paramLabel = "FILE", description = "The file.") Path file) {
        ServiceConfig config = ServiceConfig.all().stream()
                .filter(known -> known.name().equals(service))
                .findFirst()
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "SERVICE: found '" + service + "', allowed: " + services()));
        PrintWriter out = spec.commandLine().getOut();
        try {
            out.print(config.effective(file));
            out.flush();
            return ExitCode.OK;
        } catch (ConfigException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return ExitCode.USAGE;
        }
    }

    @Command(
            name = "reference",
            description = "Writes one page per service that documents every key.",
            mixinStandardHelpOptions = true)
    int reference(
            @Option(
                            names = "--out",
                            paramLabel = "DIR",
                            required = true,
                            description = "Directory to write the pages to, for instance docs/reference.")
                    Path directory)
            throws IOException {
        Files.createDirectories(directory);
        for (ServiceConfig config : ServiceConfig.all()) {
            Files.writeString(directory.resolve(config.page()), config.markdown());
        }
        return ExitCode.OK;
    }

    private static String services() {
        return ServiceConfig.all().stream().map(ServiceConfig::name).collect(Collectors.joining(", "));
    }
}
