package io.slipstream.deploy;

import io.slipstream.deploy.bench.BenchCommand;
import io.slipstream.deploy.chaos.ChaosCommand;
import io.slipstream.deploy.demo.DemoCommand;
import io.slipstream.deploy.demo.PrimeCommand;
import io.slipstream.deploy.parent.ParentWatch;
import io.slipstream.deploy.reference.ConfigCommand;
import io.slipstream.deploy.standalone.BrokerCommand;
import io.slipstream.deploy.standalone.RegistryCommand;
import io.slipstream.evaluator.EvaluateCommand;
import io.slipstream.evaluator.channel.PromoteCommand;
import io.slipstream.evaluator.channel.command.SnapshotsCommand;
import io.slipstream.evaluator.label.ProbeCommand;
import io.slipstream.evaluator.watch.DriftCommand;
import io.slipstream.ingest.IngestCommand;
import io.slipstream.ingest.camera.CameraCommand;
import io.slipstream.ingest.curation.CurateCommand;
import io.slipstream.ingest.deadletter.DeadLetterCommand;
import io.slipstream.ingest.fuzz.FuzzCommand;
import io.slipstream.ingest.gateway.GatewayCommand;
import io.slipstream.ingest.topics.TopicsCommand;
import io.slipstream.trainer.RewarmCommand;
import io.slipstream.trainer.TrainCommand;
import io.slipstream.trainer.anneal.AnnealCommand;
import io.slipstream.trainer.audit.VerifyLedgerCommand;
import io.slipstream.trainer.recipe.RecipesCommand;
import io.slipstream.trainer.reproduce.ReproduceCommand;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code slipstream}; every service and every tool of the standalone mode is a subcommand. */
@Command(
        name = "slipstream",
        description = "Keeps an image encoder learning, without labels, from a Kafka stream that never ends.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            DemoCommand.class,
            BrokerCommand.class,
            RegistryCommand.class,
            ConfigCommand.class,
            IngestCommand.class,
            GatewayCommand.class,
            CameraCommand.class,
            FuzzCommand.class,
            CurateCommand.class,
            DeadLetterCommand.class,
            TopicsCommand.class,
            TrainCommand.class,
            RewarmCommand.class,
            AnnealCommand.class,
            VerifyLedgerCommand.class,
            ReproduceCommand.class,
            RecipesCommand.class,
            EvaluateCommand.class,
            DriftCommand.class,
            ProbeCommand.class,
            PromoteCommand.class,
            SnapshotsCommand.class,
            BenchCommand.class,
            ChaosCommand.class,
            PrimeCommand.class,
        })
public final class Slipstream implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Runs the command line and exits: 0 done, 1 failed, 2 wrong usage or configuration. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Slipstream())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(failures());
    }

    @Option(
            names = "--stop-with-parent",
            paramLabel = "PID",
            hidden = true,
            description = "Stop in order when the process that started this one is gone.")
    void stopWithParent(long parent) {
        ParentWatch.start(parent);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a command.");
    }

    /** What the world did is said in one line; anything else is a defect and keeps its stack trace. */
    private static IExecutionExceptionHandler failures() {
        return (failure, command, parsed) -> {
            if (failure instanceof IOException) {
                command.getErr().println(command.getColorScheme().errorText(String.valueOf(failure.getMessage())));
                return CommandLine.ExitCode.SOFTWARE;
            }
            throw failure;
        };
    }
}
