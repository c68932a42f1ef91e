package io.slipstream.ingest.deadletter;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.slipstream.schemas.config.ConfigException;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.record.DeadLetterReason;
import io.slipstream.schemas.serde.Registry;
import io.slipstream.schemas.service.Terminal;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code slipstream dead-letter}: list, replay and purge. */
@Command(
        name = "dead-letter",
        mixinStandardHelpOptions = true,
        description = "Shows refused inputs, sends them again, or deletes them.")
public final class DeadLetterCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Which brokers. */
    static final class Connection {
        @Option(
                names = "--config",
                paramLabel = "FILE",
                description = "YAML with the sections kafka and registry; those of this machine without it.")
        private @Nullable Path configFile;

        DeadLetterConfig config() throws ConfigException {
            return ConfigLoader.loadOrDefaults(configFile, DeadLetterConfig.class);
        }
    }

    /** Which letters. */
    static final class Selection {
        @Option(
                names = "--reason",
                paramLabel = "REASON",
                split = ",",
                description = "Only letters of these reasons: ${COMPLETION-CANDIDATES}.")
        private Set<DeadLetterReason> reasons = Set.of();

        @Option(names = "--source", paramLabel = "KEY", description = "Only letters of this source.")
        private @Nullable String source;

        @Option(names = "--since", paramLabel = "TIME", description = "Only letters since " + PointInTime.FORM + ".")
        private @Nullable String since;

        LetterFilter filter() {
            return new LetterFilter(
                    reasons,
                    Optional.ofNullable(source),
                    Optional.ofNullable(since).map(text -> PointInTime.parse(text, Instant.now())));
        }
    }

    /** What a subcommand does once it is clear what is wanted; returns the exit code. */
    @FunctionalInterface
    private interface Action {
        int run(DeadLetterConfig config) throws IOException;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a command: list, replay or purge.");
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Shows the newest letters, newest last.")
    int list(
            @Mixin Connection connection,
            @Mixin Selection selection,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "50",
                            description = "How many at most; 50 without it.")
                    int limit,
            @Option(names = "--json", description = "One JSON object per line.") boolean json) {
        return guard(connection, config -> {
            LetterFilter filter = selection.filter();
            Deque<FoundLetter> newest = new ArrayDeque<>();
            read(config, filter, found -> {
                newest.add(found.withoutBytes());
                if (newest.size() > limit) {
                    newest.remove();
                }
            });
            new LetterPrinter(spec.commandLine().getOut(), json, new ObjectMapper()).print(List.copyOf(newest));
            return ExitCode.OK;
        });
    }

    @Command(
            name = "replay",
            mixinStandardHelpOptions = true,
            description = "Sends refused inputs to images.raw again, oldest first, as they were.",
            exitCodeListHeading = "Exit codes:%n",
            exitCodeList = {
                "0:every letter meant was sent",
                "1:some have expired, or the brokers or the registry failed",
                "2:wrong usage or configuration"
            })
    int replay(
            @Mixin Connection connection,
            @Mixin Selection selection,
            @Option(names = "--limit", paramLabel = "N", description = "How many at most; all without it.") @Nullable
                    Integer limit,
            @Option(names = "--dry-run", description = "Only count.") boolean dryRun) {
        return guard(connection, config -> replay(config, selection.filter(), limit, dryRun));
    }

    private int replay(DeadLetterConfig config, LetterFilter filter, @Nullable Integer limit, boolean dryRun)
            throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        long most = limit == null ? Long.MAX_VALUE : limit;
        long[] meant = {0};
        try (Replay replay = new Replay(config.kafka())) {
            read(config, filter, found -> {
                if (meant[0] < most) {
                    meant[0]++;
                    if (!dryRun) {
                        replay.send(found);
                    }
                }
            });
            replay.finish();
            if (dryRun) {
                out.println(meant[0] + " letters would be sent to images.raw again.");
                return ExitCode.OK;
            }
            out.println(replay.sent() + " of " + meant[0] + " letters were sent to images.raw again.");
            if (replay.lost() > 0) {
                out.println(replay.lost() + " have no bytes, and their records have expired.");
            }
            return replay.lost() == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    @Command(
            name = "purge",
            mixinStandardHelpOptions = true,
            description = {
                "Deletes letters for good: all, or those refused before a time.",
                "Kafka deletes beginnings of partitions only, so there is no choice by reason or source."
            })
    int purge(
            @Mixin Connection connection,
            @Option(
                            names = "--before",
                            paramLabel = "TIME",
                            description = "Only letters before " + PointInTime.FORM + ".")
                    @Nullable
                    String before,
            @Option(names = "--yes", description = "Do not ask.") boolean yes) {
        return guard(connection, config -> {
            Optional<Instant> time = Optional.ofNullable(before).map(text -> PointInTime.parse(text, Instant.now()));
            return purge(config, Purge.plan(config.kafka(), time), yes);
        });
    }

    private int purge(DeadLetterConfig config, Purge purge, boolean yes) {
        PrintWriter out = spec.commandLine().getOut();
        Map<Integer, Long> counts = purge.counts();
        if (counts.isEmpty()) {
            out.println("There is nothing to delete.");
            return ExitCode.OK;
        }
        counts.forEach((partition, count) -> out.println("partition " + partition + ": " + count + " offsets"));
        if (!yes && !isConfirmed(out)) {
            out.println("Nothing was deleted.");
            return ExitCode.USAGE;
        }
        purge.delete(config.kafka());
        out.println("Deleted.");
        return ExitCode.OK;
    }

    @SuppressWarnings("SystemConsoleNull") // from Java 22 on it is never null, and the terminal's answer counts
    private static boolean isConfirmed(PrintWriter out) {
        Console console = System.console();
        if (console == null || !Terminal.isInteractive()) {
            out.println("There is no terminal to ask on; --yes deletes without asking.");
            return false;
        }
        return "yes".equals(console.readLine("Delete them for good? Type yes: "));
    }

    private int guard(Connection connection, Action action) {
        PrintWriter err = spec.commandLine().getErr();
        try {
            return action.run(connection.config());
        } catch (ConfigException | IllegalArgumentException wrong) {
            err.println(wrong.getMessage());
            return ExitCode.USAGE;
        } catch (KafkaException | IOException failed) {
            err.println("The brokers or the registry failed: " + failed.getMessage());
            return ExitCode.SOFTWARE;
        }
    }

    private static void read(DeadLetterConfig config, LetterFilter filter, Consumer<FoundLetter> reader)
            throws IOException {
        try (SchemaRegistryClient registry = Registry.connect(config.registry())) {
            new DeadLetterReader(config, registry).read(filter, reader);
        }
    }
}
