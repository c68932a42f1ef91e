package io.slipstream.evaluator;

import io.slipstream.evaluator.follow.Tally;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** An evaluator on a thread of its own, as the command runs it. */
final class RunningEvaluator implements AutoCloseable {

    private final CompletableFuture<Evaluator> opened = new CompletableFuture<>();
    private final CompletableFuture<Tally> result = new CompletableFuture<>();

    private RunningEvaluator() {}

    static RunningEvaluator start(EvaluatorConfig config) {
        RunningEvaluator running = new RunningEvaluator();
        new Thread(() -> running.run(config), "evaluator").start();
        return running;
    }

    private void run(EvaluatorConfig config) {
        try (Evaluator evaluator = Evaluator.open(config, Clock.systemUTC())) {
            opened.complete(evaluator);
            result.complete(evaluator.run());
        } catch (Exception failed) {
            opened.completeExceptionally(failed);
            result.completeExceptionally(failed);
        }
    }

    /** Stops in order and waits for it. */
    Tally stop() {
        opened.orTimeout(30, TimeUnit.SECONDS).join().stop();
        return result();
    }

    /** What the run ended with. */
    Tally result() {
        return result.orTimeout(30, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        if (!result.isDone()) {
            stop();
        }
    }
}
