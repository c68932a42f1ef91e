package io.slipstream.evaluator.channel.command;

import io.slipstream.schemas.record.ChannelRequest;
import io.slipstream.schemas.record.RequestedAction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a person asks. */
final class Asking {

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why, for the history.")
    private String reason = "";

    @Option(
            names = "--as",
            paramLabel = "NAME",
            description = "Who asks, for the history; the user of this machine by default.")
    private @Nullable String requestedBy;

    @Option(
            names = "--direct",
            description = "Decide here and now, for when no promoter runs. One that runs is fenced and ends.")
    private boolean direct;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description =
                    "How long to wait for the promoter's answer (default: ${DEFAULT-VALUE}). After that the promoter"
                            + " refuses the request, unless it is a revocation, which never expires.")
    private int waitSeconds;

    boolean isDirect() {
        return direct;
    }

    Duration patience() {
        return Duration.ofSeconds(waitSeconds);
    }

    /** The request; a revocation stays valid until a promoter reads it. */
    ChannelRequest request(String model, RequestedAction action, String channel, @Nullable String snapshotId) {
        Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS);
        return ChannelRequest.newBuilder()
                .setRequestId(UUID.randomUUID().toString())
                .setModelId(model)
                .setTime(now)
                .setAction(action)
                .setChannel(channel)
                .setSnapshotId(snapshotId)
                .setReason(reason)
                .setRequestedBy(Objects.requireNonNullElse(
                        requestedBy, Objects.requireNonNullElse(System.getProperty("user.name"), "unknown")))
                .setValidUntil(action == RequestedAction.REVOKE ? null : now.plus(patience()))
                .build();
    }
}
