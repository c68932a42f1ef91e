package io.slipstream.deploy.bench.drift;

import io.slipstream.deploy.bench.drift.Trials.Trial;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** The watch on trials: an alarm per anchor for streams that shift, and one without a least effect for those that do not. */
final class WatchedTrials {

    private final DriftPlan plan;
    private final Trials trials;
    private final List<WindowAlarm> alarms;
    private final List<WindowAlarm> quietAlarms;

    WatchedTrials(DriftPlan plan, Trials trials) {
        this.plan = plan;
        this.trials = trials;
        alarms = trials.anchors().stream()
                .map(anchor -> new WindowAlarm(anchor, true, plan.settings(plan.seed())))
                .toList();
        quietAlarms = plan.leastEffect() == 0
                ? alarms
                : trials.anchors().stream()
                        .map(anchor -> new WindowAlarm(anchor, true, plan.quietSettings(plan.seed())))
                        .toList();
    }

    /**
     * Images until the alarm in each trial, 0 where there is none; on all processors.
     *
     * @param progress is told how many are done
     */
    int[] images(IntConsumer progress) {
        AtomicInteger done = new AtomicInteger();
        return IntStream.range(0, trials.all().size())
                .parallel()
                .map(number -> {
                    int images = plan.window() * windows(number);
                    progress.accept(done.incrementAndGet());
                    return images;
                })
                .toArray();
    }

    private int windows(int number) {
        Trial trial = trials.all().get(number);
        WindowAlarm alarm = (trial.pool() == 0 ? quietAlarms : alarms).get(trial.anchor());
        AtomicInteger next = new AtomicInteger();
        return alarm.windowsUntilAlarm(
                () -> trials.window(trial, next.getAndIncrement(), plan.window()),
                trial.rows().length / plan.window(),
                new SplittableRandom(plan.seed() * 1_000_003 + number));
    }

    /** Mean effect of the first windows of the trials of a pool. */
    double effect(int pool) {
        return trials.all().stream()
                .filter(trial -> trial.pool() == pool)
                .mapToDouble(trial -> alarms.get(trial.anchor()).effect(trials.window(trial, 0, plan.window())))
                .average()
                .orElse(Double.NaN);
    }
}
