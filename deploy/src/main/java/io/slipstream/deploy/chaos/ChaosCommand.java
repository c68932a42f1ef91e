package io.slipstream.deploy.chaos;

import io.slipstream.deploy.chaos.fuzz.FuzzTrialCommand;
import io.slipstream.deploy.chaos.ingest.IngestKillCommand;
import io.slipstream.deploy.chaos.promote.PromoteKillCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code slipstream chaos}: damage done on purpose, and whether anything came of it. */
@Command(
        name = "chaos",
        mixinStandardHelpOptions = true,
        description = "Does damage on purpose and checks that nothing came of it.",
        subcommands = {KillCommand.class, IngestKillCommand.class, FuzzTrialCommand.class, PromoteKillCommand.class})
public final class ChaosCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name the damage to do.");
    }
}
