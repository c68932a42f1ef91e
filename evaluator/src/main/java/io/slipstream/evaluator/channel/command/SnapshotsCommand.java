package io.slipstream.evaluator.channel.command;

import io.slipstream.evaluator.channel.decision.BrokenHistoryException;
import io.slipstream.evaluator.channel.decision.Channel.Name;
import io.slipstream.evaluator.channel.decision.History;
import io.slipstream.evaluator.channel.decision.Verification;
import io.slipstream.evaluator.channel.log.FencedException;
import io.slipstream.evaluator.channel.log.HistoryReader;
import io.slipstream.evaluator.channel.log.UnreadableHistoryException;
import io.slipstream.evaluator.topic.UnavailableException;
import io.slipstream.schemas.config.ConfigException;
import io.slipstream.schemas.record.ChannelAction;
import io.slipstream.schemas.record.ChannelPointer;
import io.slipstream.schemas.record.RequestedAction;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
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

/** {@code slipstream snapshots}: list, show, promote, rollback, revoke, history and verify. */
@Command(
        name = "snapshots",
        mixinStandardHelpOptions = true,
        description = "Shows snapshots, the channels that serve them and how that was decided, and changes it by hand.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:done, or everything follows",
            "1:refused, unanswered or broken, or the broker or the registry failed",
            "2:wrong usage or configuration"
        })
public final class SnapshotsCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Name a command: list, show, promote, rollback, revoke, history or verify.");
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Shows the snapshots, newest last.")
    int list(@Mixin Session session) {
        return guard(session, (connection, config) -> {
            screen(session).snapshots(SnapshotView.all(connection.model(), HistoryReader.read(connection)));
            return ExitCode.OK;
        });
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Shows what is known of a snapshot, and the decisions about it.")
    int show(
            @Mixin Session session,
            @Parameters(paramLabel = "SNAPSHOT", description = "Id of the snapshot.") String snapshot) {
        return guard(session, (connection, config) -> {
            History history = HistoryReader.read(connection).of(connection.model());
            Optional<SnapshotView> view = SnapshotView.all(connection.model(), history).stream()
                    .filter(each -> each.id().equals(snapshot))
                    .findFirst();
            if (view.isEmpty()) {
                return failed("expected a snapshot of " + connection.model() + ", found none with the id " + snapshot);
            }
            screen(session)
                    .snapshot(
                            view.get(),
                            decisions(history).stream()
                                    .filter(decision -> snapshot.equals(decision.getSubjectSnapshotId()))
                                    .toList());
            return ExitCode.OK;
        });
    }

    @Command(
            name = "history",
            mixinStandardHelpOptions = true,
            description = "Shows every decision since the beginning, newest last.")
    int history(
            @Mixin Session session,
            @Option(names = "--channel", paramLabel = "CHANNEL", description = "Only decisions on this channel.")
                    @Nullable
                    String channel) {
        if (channel != null) {
            checkChannel(channel);
        }
        return guard(session, (connection, config) -> {
            screen(session)
                    .decisions(decisions(HistoryReader.read(connection).of(connection.model())).stream()
                            .filter(decision ->
                                    channel == null || decision.getChannel().equals(channel))
                            .toList());
            return ExitCode.OK;
        });
    }

    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description = {
                "Makes every decision again from the records alone and says which is the first that does not follow.",
                "Changes nothing, and may run beside the promoter."
            })
    int verify(@Mixin Session session) {
        return guard(session, (connection, config) -> {
            Verification.Result result = Verification.of(connection.model(), HistoryReader.read(connection));
            screen(session).verification(result);
            return result.broken() == null ? ExitCode.OK : ExitCode.SOFTWARE;
        });
    }

    @Command(
            name = "promote",
            mixinStandardHelpOptions = true,
            description = "Lets a channel serve a snapshot, whatever the gates say.")
    int promote(
            @Mixin Session session,
            @Mixin Asking asking,
            @Parameters(paramLabel = "SNAPSHOT", description = "Id of the snapshot.") String snapshot,
            @Option(
                            names = "--channel",
                            paramLabel = "CHANNEL",
                            defaultValue = "stable",
                            description = "candidate, shadow, stable or release (default: ${DEFAULT-VALUE}).")
                    String channel) {
        return ask(session, asking, RequestedAction.PROMOTE, channel, snapshot);
    }

    @Command(
            name = "rollback",
            mixinStandardHelpOptions = true,
            description = "Lets a channel serve an earlier snapshot again, the newest without --to.")
    int rollback(
            @Mixin Session session,
            @Mixin Asking asking,
            @Option(names = "--to", paramLabel = "SNAPSHOT", description = "Which earlier one.") @Nullable
                    String snapshot,
            @Option(
                            names = "--channel",
                            paramLabel = "CHANNEL",
                            defaultValue = "stable",
                            description = "stable or release (default: ${DEFAULT-VALUE}).")
                    String channel) {
        return ask(session, asking, RequestedAction.ROLLBACK, channel, snapshot);
    }

    @Command(
            name = "revoke",
            mixinStandardHelpOptions = true,
            description = {
                "Takes a snapshot off every channel, for ever; stable and release go back to an earlier one, or to none.",
                "There is no way back."
            })
    int revoke(
            @Mixin Session session,
            @Mixin Asking asking,
            @Parameters(paramLabel = "SNAPSHOT", description = "Id of the snapshot.") String snapshot) {
        return ask(session, asking, RequestedAction.REVOKE, Name.STABLE.text(), snapshot);
    }

    private int ask(Session session, Asking asking, RequestedAction action, String channel, @Nullable String snapshot) {
        checkChannel(channel);
        return guard(session, (connection, config) -> {
            RequestDesk desk = new RequestDesk(connection, config);
            var request = asking.request(connection.model(), action, channel, snapshot);
            List<ChannelPointer> answers =
                    asking.isDirect() ? desk.decide(request) : desk.ask(request, asking.patience());
            if (answers.isEmpty()) {
                String after = action == RequestedAction.REVOKE
                        ? " The revocation stands: the next promoter carries it out before anything else."
                        : "";
                return failed("No promoter of " + connection.model() + " has answered within "
                        + asking.patience().toSeconds()
                        + " s. Start one ('slipstream promote'), or decide with --direct."
                        + after);
            }
            screen(session).decisions(answers);
            boolean refused = answers.stream().anyMatch(answer -> answer.getAction() == ChannelAction.HOLD);
            return refused ? ExitCode.SOFTWARE : ExitCode.OK;
        });
    }

    private void checkChannel(String channel) {
        if (Name.of(channel).isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--channel: found '" + channel + "', allowed: "
                            + Arrays.stream(Name.values()).map(Name::text).collect(Collectors.joining(", ")));
        }
    }

    private static List<ChannelPointer> decisions(History history) {
        return history.decisions().stream().map(received -> received.value()).toList();
    }

    private Screen screen(Session session) {
        return new Screen(spec.commandLine().getOut(), session.isJson());
    }

    private int failed(String message) {
        spec.commandLine().getErr().println(message);
        return ExitCode.SOFTWARE;
    }

    private int guard(Session session, Session.Action action) {
        PrintWriter err = spec.commandLine().getErr();
        try {
            return session.with(action);
        } catch (ConfigException wrong) {
            err.println(wrong.getMessage());
            return ExitCode.USAGE;
        } catch (KafkaException | IOException | UnavailableException e) {
            return failed("The broker or the registry failed: " + e.getMessage());
        } catch (FencedException | UnreadableHistoryException | BrokenHistoryException e) {
            return failed(String.valueOf(e.getMessage()));
        }
    }
}
