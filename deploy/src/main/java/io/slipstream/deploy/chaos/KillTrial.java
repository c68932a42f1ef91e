package io.slipstream.deploy.chaos;

import io.slipstream.deploy.display.Display;
import io.slipstream.deploy.process.ChildProcess;
import io.slipstream.schemas.record.LedgerEntry;
import io.slipstream.schemas.record.TrainingCheckpoint;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * Trains one method three times to the end of the topic: undisturbed, killed again and again, and started cold.
 *
 * <p>The undisturbed run comes first, because it says how long the others will take.
 */
final class KillTrial {
    private static final String FROM_THE_START = "earliest";
    private static final Duration LONGEST_LIFE = Duration.ofMinutes(15);

    private final TrainerPlan plan;
    private final Trainers trainers;
    private final StreamPlan stream;
    private final IntFunction<Instant> timestamps;
    private final EvidenceReader evidence;
    private final Display display;

    /**
     * A trial that has not begun.
     *
     * @param timestamps times of the stream's records by their number
     */
    KillTrial(
            TrainerPlan plan,
            Trainers trainers,
            StreamPlan stream,
            IntFunction<Instant> timestamps,
            EvidenceReader evidence,
            Display display) {
        this.plan = plan;
        this.trainers = trainers;
        this.stream = stream;
        this.timestamps = timestamps;
        this.evidence = evidence;
        this.display = display;
    }

    /**
     * Runs all three.
     *
     * @param times how often to kill
     * @throws IOException if a trainer fails that was not killed, with the end of its log
     */
    MethodReport run(int times) throws IOException, InterruptedException {
        String undisturbedModel = plan.model("undisturbed");
        long letters = evidence.deadLettersFromNow();
        TrainerLife life = live(undisturbedModel, FROM_THE_START, 1, Optional.empty());
        Pace pace = life.pace().orElseThrow(() -> new IOException(undisturbedModel + " ended without a checkpoint"));
        Evidence undisturbed = evidence.read(undisturbedModel, letters);

        String killedModel = plan.model("killed");
        letters = evidence.deadLettersFromNow();
        List<Kill> kills = killAndRestart(killedModel, new KillSchedule(plan.seed(), times, pace, life.checkpoints()));
        Evidence killed = evidence.read(killedModel, letters);

        String coldModel = plan.model("cold");
        letters = evidence.deadLettersFromNow();
        live(coldModel, amid(killed), 1, Optional.empty());
        Evidence cold = evidence.read(coldModel, letters);

        List<Check> checks =
                Comparison.of(stream, new Comparison.Kills(times, kills.size()), undisturbed, killed, cold);
        return MethodReport.of(plan.method(), kills, List.of(undisturbed, killed, cold), checks);
    }

    private List<Kill> killAndRestart(String model, KillSchedule schedule) throws IOException, InterruptedException {
        List<Kill> kills = new ArrayList<>();
        boolean killed = true;
        for (int trainer = 1; killed; trainer++) {
            Optional<KillPoint> point =
                    kills.size() < schedule.times() ? Optional.of(schedule.point(kills.size())) : Optional.empty();
            TrainerLife life = live(model, FROM_THE_START, trainer, point);
            killed = life.killed();
            if (killed) {
                Kill kill = new Kill(trainer, point.orElseThrow(), life.checkpoints());
                kills.add(kill);
                display.line("%s: kill %d of %d, %s".formatted(model, kills.size(), schedule.times(), kill));
            }
        }
        return kills;
    }

    private TrainerLife live(String model, String startAt, int attempt, Optional<KillPoint> point)
            throws IOException, InterruptedException {
        display.status("%s: trainer %d".formatted(model, attempt));
        try (ChildProcess trainer = trainers.start(model, startAt, attempt)) {
            TrainerLife life = TrainerLife.follow(trainer, point, LONGEST_LIFE);
            if (!life.killed()) {
                display.line("%s: trained to the end of the stream, %d checkpoints by trainer %d"
                        .formatted(model, life.checkpoints(), attempt));
            }
            return life;
        }
    }

    /** The time of the first record after the model's middle checkpoint, where a trainer that lost it would go on. */
    private String amid(Evidence killed) {
        List<TrainingCheckpoint> checkpoints = killed.checkpoints();
        Map<Integer, Long> nextOffsets = checkpoints.isEmpty()
                ? Map.of()
                : checkpoints.get(checkpoints.size() / 2).getLedger().stream()
                        .collect(Collectors.toMap(LedgerEntry::getPartition, LedgerEntry::getNextOffset));
        int lastEntry = stream.entries().size() - 1;
        return timestamps
                .apply(stream.firstUnread(nextOffsets).orElse(lastEntry))
                .toString();
    }
}
