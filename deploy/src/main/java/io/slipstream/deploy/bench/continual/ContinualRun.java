package io.slipstream.deploy.bench.continual;

import io.slipstream.client.ImageProducer;
import io.slipstream.evaluator.metric.AccuracyMatrix;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * The life of one trainer on one stream: task after task is sent, trained on and asked about.
 *
 * @param producer sends to the topic that the trainer reads
 * @param trainer of a model that starts with this stream
 * @param probe what its snapshots are asked
 * @param distinct whether tasks differ, so that forgetting can be told
 * @param progress takes a line after each task
 */
record ContinualRun(
        ImageProducer producer, TaskTrainer trainer, TaskProbe probe, boolean distinct, Consumer<String> progress) {

    private static final int VIEWS = 2;

    /**
     * How it went.
     *
     * @param seed of stream, weights and views
     * @param accuracy {@code a[i][j]}: on task j after task i, 0..1
     * @param sent records of the stream
     * @param steps training steps
     * @param imagesSeen images in training, replayed ones counted each time
     * @param backwardPasses views that a gradient went through
     * @param trainSeconds wall clock of the trainer's processes
     */
    @SuppressWarnings("ArrayRecordComponent") // a report
    record Outcome(
            long seed,
            List<String> tasks,
            double[][] accuracy,
            double finalAccuracy,
            double continualAverage,
            double forgetting,
            double linear,
            long sent,
            long steps,
            long imagesSeen,
            long backwardPasses,
            double trainSeconds) {}

    /**
     * Runs to the end of the stream.
     *
     * @throws IOException if an image is not taken or the trainer fails
     */
    Outcome run(List<Task> tasks, long seed) throws IOException, InterruptedException {
        double[][] accuracy = new double[tasks.size()][];
        long sent = 0;
        long nanos = 0;
        Path snapshot = Path.of("");
        for (int t = 0; t < tasks.size(); t++) {
            send(tasks.get(t));
            sent += tasks.get(t).images().size();
            long start = System.nanoTime();
            snapshot = trainer.trainToTheEnd();
            nanos += System.nanoTime() - start;
            accuracy[t] = probe.accuracies(snapshot, tasks);
            progress.accept(String.format(
                    Locale.ROOT,
                    "task %d of %d (%s): %.1f %% on it, %.1f %% on those so far, step %,d",
                    t + 1,
                    tasks.size(),
                    tasks.get(t).name(),
                    100 * accuracy[t][t],
                    100 * mean(accuracy[t], t + 1),
                    TaskTrainer.step(snapshot)));
        }
        List<String> names = tasks.stream().map(Task::name).toList();
        AccuracyMatrix matrix = new AccuracyMatrix(names, accuracy);
        long images = TaskTrainer.imagesSeen(snapshot);
        return new Outcome(
                seed,
                names,
                accuracy,
                matrix.finalAccuracy(),
                matrix.averageAccuracy(),
                distinct ? -matrix.backwardTransfer() : 0,
                probe.linear(snapshot),
                sent,
                TaskTrainer.step(snapshot),
                images,
                VIEWS * images,
                nanos / 1e9);
    }

    private void send(Task task) throws IOException {
        CompletableFuture<?>[] acknowledged = task.images().stream()
                .map(image -> producer.send(image, "stream", Instant.now(), Map.of()))
                .toArray(CompletableFuture<?>[]::new);
        producer.flush();
        try {
            CompletableFuture.allOf(acknowledged).join();
        } catch (CompletionException refused) {
            throw new IOException("An image of " + task.name() + " was not taken: " + refused.getMessage(), refused);
        }
    }

    private static double mean(double[] values, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += values[i];
        }
        return sum / count;
    }
}
