package io.slipstream.deploy.bench.drift;

import io.slipstream.deploy.bench.drift.DriftReport.Delay;
import io.slipstream.deploy.bench.drift.DriftReport.QuietFigures;
import io.slipstream.deploy.bench.drift.DriftReport.ReferenceFigures;
import io.slipstream.deploy.bench.drift.DriftReport.RunTime;
import io.slipstream.deploy.bench.drift.DriftReport.ShiftFigures;
import io.slipstream.deploy.bench.embed.BenchEncoder;
import io.slipstream.deploy.bench.embed.MachineFacts;
import io.slipstream.deploy.bench.embed.ReferenceProgram;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** One measurement of the drift watch's alarms, from the images to the report. */
final class DriftBench {

    /** Parts of the pool without drift that each size of a shift gets. */
    private static final int SHIFTED_SHARE = 8;

    /** Streams without drift per anchor that both detectors watch. */
    private static final int QUIET_TRIALS = 30;

    private static final int PROGRESS_STEPS = 10;

    private final DriftPlan plan;
    private final List<Shift> shifts;
    private final @Nullable ReferenceProgram reference;
    private final PrintWriter out;

    /** @param shifts that are measured */
    DriftBench(DriftPlan plan, List<Shift> shifts, @Nullable ReferenceProgram reference, PrintWriter out) {
        this.plan = plan;
        this.shifts = plan.repeats() == 0 ? List.of() : shifts;
        this.reference = reference;
        this.out = out;
    }

    /** Measures; the encoder's thread is the calling one. */
    DriftReport run(BenchEncoder encoder) throws IOException, InterruptedException {
        // 1. Images
        LineImages line = new LineImages(plan.seed(), encoder.shape().inputSize());
        say("%s: embedding %d images without drift", encoder.name(), plan.pool());
        Pool withoutDrift = Pool.of(line, Shift.NONE, plan.pool() / plan.block(), plan.block(), encoder);
        List<Pool> shifted = new ArrayList<>();
        for (Shift shift : shifts) {
            say(
                    "embedding %d images, %s %s",
                    plan.pool() / SHIFTED_SHARE, shift.kind().word(), shift.size());
            shifted.add(Pool.of(line, shift, plan.pool() / SHIFTED_SHARE / plan.block(), plan.block(), encoder));
        }
        // 2. Streams without drift
        List<QuietFigures> quiet = new ArrayList<>();
        if (plan.streams() > 0) {
            QuietStreams streams = new QuietStreams(plan, withoutDrift);
            for (boolean inOrder : new boolean[] {true, false}) {
                quiet.add(streams.watch(inOrder, progress("streams without drift", plan.streams())));
            }
        }
        // 3. Streams that shift
        if (shifts.isEmpty()) {
            return new DriftReport(MachineFacts.here(), encoder.name(), plan, quiet, List.of(), null);
        }
        Trials trials = Trials.draw(plan, withoutDrift, shifts, shifted, reference == null ? 0 : QUIET_TRIALS);
        WatchedTrials watch = new WatchedTrials(plan, trials);
        int[] images = watch.images(progress("streams that shift", trials.all().size()));
        OnlineMmd online = reference == null ? null : OnlineMmd.watch(reference, plan, trials);
        return new DriftReport(
                MachineFacts.here(),
                encoder.name(),
                plan,
                quiet,
                shiftFigures(trials, watch, images, online),
                online == null ? null : referenceFigures(trials, images, online));
    }

    private List<ShiftFigures> shiftFigures(
            Trials trials, WatchedTrials watch, int[] images, @Nullable OnlineMmd online) {
        List<ShiftFigures> figures = new ArrayList<>();
        for (int i = 0; i < trials.shifts().size(); i++) {
            Shift shift = trials.shifts().get(i);
            figures.add(new ShiftFigures(
                    shift.kind().word(),
                    shift.size(),
                    shift.kind().unit(),
                    watch.effect(i + 1),
                    delay(trials.of(i + 1, images)),
                    online == null ? null : delay(trials.of(i + 1, online.images()))));
        }
        return figures;
    }

    private Delay delay(int[] images) {
        return Delay.of(images, DriftPlan.MOST_WINDOWS * plan.window(), plan.window());
    }

    private ReferenceFigures referenceFigures(Trials trials, int[] images, OnlineMmd online) {
        int most = trials.all().stream()
                .filter(trial -> trial.pool() == 0)
                .mapToInt(trial -> trial.rows().length)
                .max()
                .orElseThrow();
        return new ReferenceFigures(
                online.versions(),
                plan.runLength() * plan.window(),
                RunTime.of(trials.of(0, online.images()), most),
                RunTime.of(trials.of(0, images), most),
                online.calibrationSeconds());
    }

    private IntConsumer progress(String what, int all) {
        int step = Math.max(1, all / PROGRESS_STEPS);
        return done -> {
            if (done % step == 0) {
                say("%s: %d of %d", what, done, all);
            }
        };
    }

    private void say(String format, Object... arguments) {
        synchronized (out) {
            out.println(String.format(Locale.ROOT, format, arguments));
            out.flush();
        }
    }
}
