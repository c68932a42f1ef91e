package io.slipstream.deploy.bench;

import io.slipstream.deploy.bench.continual.ContinualBenchCommand;
import io.slipstream.deploy.bench.drift.DriftBenchCommand;
import io.slipstream.deploy.bench.evaluate.EvaluateBenchCommand;
import io.slipstream.trainer.bench.CheckpointBenchCommand;
import io.slipstream.trainer.bench.ReplayBenchCommand;
import io.slipstream.trainer.bench.TrainBenchCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code slipstream bench}: measurements that anyone can repeat, one subcommand each. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures Slipstream on this machine.",
        subcommands = {
            TrainBenchCommand.class,
            CheckpointBenchCommand.class,
            ReplayBenchCommand.class,
            IngestBenchCommand.class,
            CurationBenchCommand.class,
            DriftBenchCommand.class,
            EvaluateBenchCommand.class,
            ContinualBenchCommand.class
        })
public final class BenchCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name what to measure.");
    }
}
