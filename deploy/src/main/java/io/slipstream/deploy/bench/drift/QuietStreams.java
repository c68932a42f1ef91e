package io.slipstream.deploy.bench.drift;

import io.slipstream.deploy.bench.drift.DriftReport.QuietFigures;
import io.slipstream.evaluator.metric.Embeddings;
import io.slipstream.evaluator.watch.row.AlarmMemory;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Streams without drift, watched until their first alarm. Every stream has an anchor of its own, calibrated on nothing but
 * itself; its windows are drawn from the rest of the pool, no block twice within one.
 */
final class QuietStreams {

    /** As the calibration cuts its simulated streams. */
    private static final int LONGEST = 20;

    private final DriftPlan plan;
    private final Pool pool;

    QuietStreams(DriftPlan plan, Pool pool) {
        this.plan = plan;
        this.pool = pool;
    }

    /**
     * What one stream came to.
     *
     * @param windows up to and including the alarm, or until the stream was cut
     * @param cut whether no alarm came
     */
    record Run(AlarmMemory calibrated, int windows, boolean cut) {}

    /**
     * Watches all streams, on all processors.
     *
     * @param inOrder whether anchors are calibrated as images of the stream or as declared ones
     * @param progress is told how many are done
     */
    QuietFigures watch(boolean inOrder, IntConsumer progress) {
        AtomicInteger done = new AtomicInteger();
        List<Run> runs = IntStream.range(0, plan.streams())
                .parallel()
                .mapToObj(stream -> {
                    Run run = run(stream, inOrder);
                    progress.accept(done.incrementAndGet());
                    return run;
                })
                .toList();
        return figures(runs, inOrder);
    }

    private Run run(int stream, boolean inOrder) {
        SplittableRandom random = new SplittableRandom(plan.seed() * 1_000_003 + stream);
        int[] order = pool.shuffled(random);
        int anchorBlocks = plan.anchor() / plan.block();
        Embeddings anchor = pool.embeddings().rows(pool.rows(Arrays.copyOf(order, anchorBlocks)));
        int[] rest = Arrays.copyOfRange(order, anchorBlocks, order.length);
        WindowAlarm alarm = new WindowAlarm(anchor, inOrder, plan.quietSettings(random.nextLong()));
        int windowBlocks = plan.window() / plan.block();
        int most = LONGEST * plan.runLength();
        int windows = alarm.windowsUntilAlarm(
                () -> pool.embeddings().rows(pool.rows(Pool.draw(rest, windowBlocks, random))), most, random);
        return new Run(alarm.calibrated(), windows == 0 ? most : windows, windows == 0);
    }

    private QuietFigures figures(List<Run> runs, boolean inOrder) {
        Mean windows = Mean.of(runs.stream().mapToDouble(Run::windows).toArray());
        Mean declared = Mean.of(runs.stream()
                .mapToDouble(run -> run.calibrated().expectedRunLength())
                .toArray());
        Mean deviations = Mean.of(
                runs.stream().mapToDouble(run -> run.calibrated().deviations()).toArray());
        double errorOfOne = Mean.of(runs.stream()
                        .mapToDouble(run -> run.calibrated().standardError())
                        .toArray())
                .value();
        return new QuietFigures(
                inOrder ? "images of the stream" : "declared images",
                runs.size(),
                plan.runLength(),
                declared.value(),
                declared.error(),
                errorOfOne,
                deviations.value(),
                windows.value(),
                windows.error(),
                windows.low(),
                windows.high(),
                windows.low() <= declared.value() && declared.value() <= windows.high(),
                (int) runs.stream().filter(Run::cut).count());
    }
}
