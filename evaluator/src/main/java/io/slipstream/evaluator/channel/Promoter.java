package io.slipstream.evaluator.channel;

import io.slipstream.evaluator.channel.decision.Evidence;
import io.slipstream.evaluator.channel.decision.Records;
import io.slipstream.evaluator.channel.gate.GatesConfig;
import io.slipstream.evaluator.channel.log.Connection;
import io.slipstream.evaluator.channel.log.DecisionLog;
import io.slipstream.evaluator.channel.log.EvidenceReader;
import io.slipstream.evaluator.topic.Retry;
import io.slipstream.evaluator.topic.StopSignal;
import io.slipstream.schemas.record.ChannelPointer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The promoter's loop: read what was published and asked for, make the rulings that are due, for ever.
 *
 * <p>It keeps nothing: who opens one fences the promoter before it and goes on from the decisions that are on the topic.
 * Runs on one thread, but for {@link #stop}.
 */
public final class Promoter implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Promoter.class);

    private static final Duration IDLE_WAIT = Duration.ofMillis(250);

    /** How far a record's time may be ahead of this machine's clock before it is not believed. */
    private static final Duration AHEAD = Duration.ofMinutes(1);

    private final EvidenceReader reader;
    private final DecisionLog decisions;
    private final Records records;
    private final Optional<Duration> quietAfter;
    private final Clock clock;
    private final StopSignal stop = new StopSignal();
    private Instant lastArrival;

    private Promoter(
            EvidenceReader reader,
            DecisionLog decisions,
            GatesConfig gates,
            Optional<Duration> quietAfter,
            Clock clock) {
        this.reader = reader;
        this.decisions = decisions;
        this.records = new Records(gates);
        this.quietAfter = quietAfter;
        this.clock = clock;
        this.lastArrival = clock.instant();
    }

    /**
     * Takes the channels of a model over.
     *
     * @param quietAfter how long no record comes before the clock moves event time on; never if empty
     * @throws io.slipstream.evaluator.channel.log.FencedException if yet another promoter started meanwhile
     * @throws io.slipstream.evaluator.channel.log.UnreadableHistoryException if the decisions cannot be gone on from
     */
    public static Promoter takeOver(
            Connection connection, GatesConfig gates, Optional<Duration> quietAfter, Clock clock) {
        DecisionLog decisions = DecisionLog.takeOver(connection);
        Promoter promoter = new Promoter(new EvidenceReader(connection), decisions, gates, quietAfter, clock);
        log.atInfo()
                .addKeyValue("model", connection.model())
                .addKeyValue("decisions", decisions.state().decisionEpoch())
                .addKeyValue("gates", promoter.records.gatesHash())
                .log("Deciding about channels");
        return promoter;
    }

    /** Decides until it is asked to stop. */
    public void run() {
        try {
            while (!stop.isGiven()) {
                if (reader.readNew(IDLE_WAIT)) {
                    lastArrival = clock.instant();
                }
                while (!stop.isGiven() && !decide().isEmpty()) {
                    log.atTrace().log("Asking for the next ruling");
                }
            }
        } catch (WakeupException | Retry.StoppedException stopped) {
            log.atDebug().log("Left a wait in order to stop");
        }
        log.atInfo().addKeyValue("decisions", decisions.state().decisionEpoch()).log("Stopped deciding about channels");
    }

    /** Answers every request there is, decides nothing else, and returns the answers. */
    public List<ChannelPointer> answerRequests() {
        reader.readNew(Duration.ZERO);
        List<ChannelPointer> answers = new ArrayList<>();
        while (isAsked()) {
            answers.addAll(decide());
        }
        return answers;
    }

    /** Makes the ruling that is due; empty if none is. */
    private List<ChannelPointer> decide() {
        Evidence evidence = reader.evidence();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        boolean isAhead = evidence.time().isAfter(now.plus(AHEAD));
        boolean isQuiet = quietAfter
                .filter(quiet -> !now.isBefore(lastArrival.plus(quiet)) && now.isAfter(evidence.time()))
                .isPresent();
        boolean byClock = isAhead || isQuiet || isAsked();
        Instant time = latest(byClock ? now : evidence.time(), decisions.state().time());
        List<ChannelPointer> ruling = records.next(decisions.state(), evidence, time, byClock);
        if (!ruling.isEmpty()) {
            decisions.append(ruling);
            ruling.forEach(Promoter::report);
        }
        return ruling;
    }

    private boolean isAsked() {
        return reader.evidence().requestAfter(decisions.state().answered()).isPresent();
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static void report(ChannelPointer decision) {
        log.atInfo()
                .addKeyValue("decision", decision.getDecisionEpoch())
                .addKeyValue("channel", decision.getChannel())
                .addKeyValue("action", decision.getAction())
                .addKeyValue("subject", decision.getSubjectSnapshotId())
                .addKeyValue("serves", decision.getSnapshotId())
                .addKeyValue("actor", decision.getActor())
                .addKeyValue("reasons", decision.getReasons())
                .log("Decided");
    }

    /** Asks {@link #run} to return; from any thread. */
    public void stop() {
        stop.give();
        reader.wakeup();
    }

    @Override
    public void close() {
        reader.close();
        decisions.close();
    }
}
