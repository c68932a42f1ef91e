package io.slipstream.evaluator;

import io.slipstream.evaluator.follow.Tally;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** An evaluator on a thread of its own, as the command runs it. */
final class RunningEvaluator implements AutoCloseable {

    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final CompletableFuture<Evaluator> opened = new CompletableFuture<>();
    private final Future<Tally> result;

    private RunningEvaluator(EvaluatorConfig config) {
        result = thread.submit(() -> {
            try (Evaluator evaluator = Evaluator.open(config, Clock.systemUTC())) {
                opened.complete(evaluator);
                return evaluator.run();
            } catch (Exception e) {
                opened.completeExceptionally(e);
                throw e;
            }
        });
    }

    static RunningEvaluator start(EvaluatorConfig config) {
        return new RunningEvaluator(config);
    }

    /** Stops in order and waits for it. */
    Tally stop() throws Exception {
        opened.get(30, TimeUnit.SECONDS).stop();
        return result.get(30, TimeUnit.SECONDS);
    }

    /** What the run ended with by itself. */
    Tally result() throws Exception {
        return result.get(30, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws Exception {
        try {
            if (!result.isDone()) {
                stop();
            }
        } finally {
            thread.shutdownNow();
        }
    }
}
