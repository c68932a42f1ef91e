package io.slipstream.evaluator.watch;

import static java.util.Objects.requireNonNull;

import io.slipstream.schemas.record.DriftReport;
import io.slipstream.schemas.record.ModelSnapshot;
import io.slipstream.schemas.record.TrainingAction;
import io.slipstream.schemas.record.TrainingRequest;
import io.slipstream.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends what a task has to say: reports, what follows from an alarm, and rows for the whole. Not thread-safe. */
final class Outlet {

    /** Stream of all sources together. */
    static final String ALL = "*";

    private static final Logger log = LoggerFactory.getLogger(Outlet.class);

    private final ProcessorContext<String, Outgoing> context;
    private final DriftParts parts;
    private final StreamStores stores;
    private final Bulletin bulletin;

    Outlet(ProcessorContext<String, Outgoing> context, DriftParts parts, StreamStores stores, Bulletin bulletin) {
        this.context = context;
        this.parts = parts;
        this.stores = stores;
        this.bulletin = bulletin;
    }

    void send(DriftReport report) {
        bulletin.choice(parts.clock().millis());
        report.setModelId(bulletin.snapshot(report.getFixedSnapshotId())
                .map(ModelSnapshot::getModelId)
                .orElse(""));
        stores.putLatest(report.getSource(), report.toString().getBytes(StandardCharsets.UTF_8));
        byte[] value = parts.retry()
                .call(
                        "serializing a report",
                        () -> requireNonNull(parts.reports().serialize(Topics.DRIFT_REPORTS.name(), report)));
        forward(report.getSource(), Outgoing.Kind.REPORT, value);
        tell(report);
        if (report.getAlarm()
                && asksFor(report.getSource())
                && !report.getModelId().isEmpty()) {
            rewarm(report);
        }
    }

    void send(Outgoing.Kind kind, byte[] row) {
        forward(ALL, kind, row);
    }

    private void forward(String key, Outgoing.Kind kind, byte[] value) {
        context.forward(
                new Record<>(key, new Outgoing(kind, value), parts.clock().millis()));
    }

    private boolean asksFor(String stream) {
        return switch (parts.config().rewarm()) {
            case OFF -> false;
            case OVERALL -> stream.equals(ALL);
            case ANY -> true;
        };
    }

    private void rewarm(DriftReport report) {
        TrainingRequest request = TrainingRequest.newBuilder()
                .setModelId(report.getModelId())
                .setTime(parts.clock().instant().truncatedTo(ChronoUnit.MILLIS))
                .setAction(TrainingAction.REWARM)
                .setReason("drift of " + report.getSource() + " in window " + report.getWindow() + ": "
                        + String.join(" ", report.getReasons()))
                .setRequestedBy("drift")
                .build();
        byte[] value = parts.retry()
                .call(
                        "serializing a request",
                        () -> requireNonNull(parts.requests().serialize(Topics.TRAINING_REQUESTS.name(), request)));
        forward(report.getModelId(), Outgoing.Kind.REQUEST, value);
    }

    private static void tell(DriftReport report) {
        if (report.getAlarm()) {
            log.atWarn()
                    .addKeyValue("source", report.getSource())
                    .addKeyValue("window", report.getWindow())
                    .addKeyValue("changedAfter", report.getChangedAfter())
                    .addKeyValue("changedBefore", report.getChangedBefore())
                    .addKeyValue("dataDrift", report.getCells().getDataDrift())
                    .log("The stream has drifted");
        } else {
            log.atDebug()
                    .addKeyValue("source", report.getSource())
                    .addKeyValue("window", report.getWindow())
                    .addKeyValue("verdict", report.getVerdict())
                    .addKeyValue("dataDrift", report.getCells().getDataDrift())
                    .log("Judged a window");
        }
    }
}
