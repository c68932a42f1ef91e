package io.slipstream.trainer.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Slipstream's own training steps on batches from wherever they come. */
final class OwnSteps implements Contender {

    /** Where batches come from: the images of a step, uint8 RGB planes, ready to read. */
    interface Batches {
        ByteBuffer next() throws IOException;
    }

    private final String name;
    private final TimedLearner learner;
    private final Batches batches;
    private final StepTrace trace;
    private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    OwnSteps(String name, TimedLearner learner, Batches batches, StepTrace trace) {
        this.name = name;
        this.learner = learner;
        this.batches = batches;
        this.trace = trace;
    }

    @Override
    public String name() {
        return name;
    }

    /** Takes steps; the time of a step includes the wait for its batch. */
    @Override
    public Turn run(Budget budget) throws IOException {
        learner.takePartMillis();
        List<Double> millis = new ArrayList<>();
        long processor = system.getProcessCpuTime();
        long begin = System.nanoTime();
        while (budget.allows(millis.size(), (System.nanoTime() - begin) / 1e9)) {
            long start = System.nanoTime();
            learner.step(batches.next());
            double taken = (System.nanoTime() - start) / 1e6;
            millis.add(taken);
            trace.step(name, learner.steps(), taken);
        }
        double processorMillis = (system.getProcessCpuTime() - processor) / 1e6;
        return new Turn(millis, processorMillis, learner.takePartMillis());
    }
}
