package io.slipstream.evaluator.label;

import io.slipstream.evaluator.EvaluatorConfig;
import io.slipstream.evaluator.label.LabelTopic.Entry;
import io.slipstream.evaluator.probe.ProbeSetConfig;
import io.slipstream.evaluator.probe.ProbeSetName;
import io.slipstream.evaluator.probe.ProbeSource;
import io.slipstream.evaluator.topic.UnavailableException;
import io.slipstream.schemas.config.ByteSize;
import io.slipstream.schemas.config.ConfigException;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.image.ImageLimits;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code slipstream probe}: labelled images of the probe sets that grow. */
@Command(
        name = "probe",
        mixinStandardHelpOptions = true,
        description = "Adds labelled images to a probe set on the topic probe-samples, lists them, or removes them.")
public final class ProbeCommand implements Runnable {

    private static final int COMPLAINTS = 20;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Which brokers. */
    static final class Connection {
        @Option(
                names = "--config",
                paramLabel = "FILE",
                description = "The evaluator's configuration; that of this machine without it.")
        private @Nullable Path configFile;

        EvaluatorConfig config() throws ConfigException {
            return ConfigLoader.loadOrDefaults(configFile, EvaluatorConfig.class);
        }
    }

    /** What a subcommand does once it is connected; returns the exit code. */
    @FunctionalInterface
    private interface Action {
        int run(EvaluatorConfig config, LabelTopic topic) throws IOException;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a command: add, list or remove.");
    }

    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = {
                "Adds the images of a directory or archive; the folder an image is in names its class.",
                "An image that is there already gets the new label."
            },
            exitCodeListHeading = "Exit codes:%n",
            exitCodeList = {
                "0:every image was added",
                "1:some were refused, or the brokers, the registry or the store failed",
                "2:wrong usage or configuration"
            })
    int add(
            @Mixin Connection connection,
            @Option(names = "--set", paramLabel = "NAME", required = true, description = "Name of the probe set.")
                    String set,
            @Option(
                            names = "--label",
                            paramLabel = "LABEL",
                            description = "Class of all images, whatever folder they are in.")
                    @Nullable
                    String label,
            @Parameters(paramLabel = "PATH", description = "A directory, or a tar, tar.gz or zip archive.") Path path) {
        return guard(connection, set, (config, topic) -> add(config, topic, set, Optional.ofNullable(label), path));
    }

    private int add(EvaluatorConfig config, LabelTopic topic, String set, Optional<String> label, Path path)
            throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        Optional<ProbeSetConfig> known = Optional.ofNullable(config.probeSets().get(set));
        if (known.filter(found -> found.source() == ProbeSource.TOPIC).isEmpty()) {
            err.println("Note: the configuration has no probe set " + set
                    + " of source topic; an evaluator with this configuration will not read these labels.");
        }
        ImageLimits limits =
                known.map(ProbeSetConfig::image).orElseGet(() -> new ImageLimits(ByteSize.ofMiB(10), 50_000_000));
        try (LabelledUpload upload = LabelledUpload.open(set, limits, config, topic, Clock.systemUTC())) {
            List<String> complaints = new ArrayList<>();
            upload.upload(path, label, (file, reason) -> complaints.add(file + ": " + reason));
            complaints.stream().limit(COMPLAINTS).forEach(err::println);
            if (complaints.size() > COMPLAINTS) {
                err.println("and " + (complaints.size() - COMPLAINTS) + " more");
            }
            print(set, upload.sent());
            int added =
                    upload.sent().values().stream().mapToInt(Integer::intValue).sum();
            out().println(added + " images were added to " + set + ", " + upload.refused() + " files were refused.");
            return upload.refused() == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Shows how many images each class has.")
    int list(
            @Mixin Connection connection,
            @Option(names = "--set", paramLabel = "NAME", description = "Only this probe set.") @Nullable String set,
            @Option(names = "--images", description = "One line for each image: set, label, SHA-256, time.")
                    boolean images) {
        return guard(connection, set, (config, topic) -> {
            Map<String, Map<String, Integer>> counts = new TreeMap<>();
            for (Entry entry : topic.entries()) {
                if (set == null || set.equals(entry.probeSet())) {
                    if (images) {
                        out().println(String.join(
                                "\t",
                                entry.probeSet(),
                                entry.label(),
                                entry.sha256(),
                                entry.labelled().toString()));
                    }
                    counts.computeIfAbsent(entry.probeSet(), name -> new TreeMap<>())
                            .merge(entry.label(), 1, Integer::sum);
                }
            }
            if (!images) {
                counts.forEach(this::print);
                if (counts.isEmpty()) {
                    out().println("There are no labelled images.");
                }
            }
            return ExitCode.OK;
        });
    }

    @Command(
            name = "remove",
            mixinStandardHelpOptions = true,
            description = "Takes images out of a probe set: those named, those of a class, or all.",
            exitCodeListHeading = "Exit codes:%n",
            exitCodeList = {
                "0:they are out",
                "1:one that was named is not in the set, or the brokers or the registry failed",
                "2:wrong usage or configuration"
            })
    int remove(
            @Mixin Connection connection,
            @Option(names = "--set", paramLabel = "NAME", required = true, description = "Name of the probe set.")
                    String set,
            @Option(names = "--label", paramLabel = "LABEL", description = "All images of this class.") @Nullable
                    String label,
            @Option(names = "--all", description = "All images of the set.") boolean all,
            @Parameters(
                            paramLabel = "SHA256",
                            arity = "0..*",
                            description = "SHA-256 of an image, or its first 8 digits or more.")
                    @Nullable
                    List<String> hashes) {
        List<String> named = hashes == null ? List.of() : hashes;
        if ((label == null ? 0 : 1) + (all ? 1 : 0) + (named.isEmpty() ? 0 : 1) != 1) {
            throw new ParameterException(spec.commandLine(), "Say which: SHA256..., --label or --all.");
        }
        for (String hash : named) {
            if (!hash.matches("[0-9a-f]{8,64}")) {
                throw new ParameterException(
                        spec.commandLine(), "expected 8 to 64 digits of 0-9 and a-f, found '" + hash + "'");
            }
        }
        return guard(connection, set, (config, topic) -> remove(topic, set, Optional.ofNullable(label), all, named));
    }

    private int remove(LabelTopic topic, String set, Optional<String> label, boolean all, List<String> named) {
        List<Entry> ofSet = topic.entries().stream()
                .filter(entry -> entry.probeSet().equals(set))
                .toList();
        List<Entry> meant = ofSet.stream()
                .filter(entry -> all
                        || label.filter(entry.label()::equals).isPresent()
                        || named.stream().anyMatch(entry.sha256()::startsWith))
                .toList();
        meant.forEach(topic::remove);
        topic.flush();
        List<String> missing = named.stream()
                .filter(hash -> ofSet.stream().noneMatch(entry -> entry.sha256().startsWith(hash)))
                .toList();
        missing.forEach(hash -> spec.commandLine().getErr().println(hash + " is not in " + set + "."));
        out().println(meant.size() + " images were removed from " + set + ".");
        return missing.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private void print(String set, Map<String, Integer> counts) {
        counts.forEach((label, count) -> out().println(set + "\t" + label + "\t" + count));
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private int guard(Connection connection, @Nullable String set, Action action) {
        PrintWriter err = spec.commandLine().getErr();
        if (set != null && !ProbeSetName.isValid(set)) {
            throw new ParameterException(spec.commandLine(), "--set: expected " + ProbeSetName.FORM);
        }
        EvaluatorConfig config;
        try {
            config = connection.config();
        } catch (ConfigException wrong) {
            err.println(wrong.getMessage());
            return ExitCode.USAGE;
        }
        try (LabelTopic topic = LabelTopic.open(config)) {
            return action.run(config, topic);
        } catch (KafkaException | UnavailableException failed) {
            err.println("The brokers or the registry failed: " + failed.getMessage());
            return ExitCode.SOFTWARE;
        } catch (IOException failed) {
            err.println(failed.getMessage());
            return ExitCode.SOFTWARE;
        }
    }
}
