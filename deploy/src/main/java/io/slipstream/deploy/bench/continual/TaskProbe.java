package io.slipstream.deploy.bench.continual;

import io.slipstream.deploy.bench.embed.BenchEncoder;
import io.slipstream.evaluator.encoder.EncoderException;
import io.slipstream.evaluator.metric.BankQuerySplit;
import io.slipstream.evaluator.metric.Embeddings;
import io.slipstream.evaluator.metric.KnnProbe;
import io.slipstream.evaluator.metric.LinearProbe;
import io.slipstream.evaluator.metric.ProbeSplit;
import io.slipstream.schemas.image.BadImageException;
import io.slipstream.schemas.image.Images;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Labelled images that no trainer sees, and the question how well an encoder tells their classes apart.
 *
 * <p>Four fifths are the bank of a nearest-neighbour vote over all classes, as the evaluator holds it; an accuracy is that
 * of the queries of some classes, who may be taken for any.
 */
final class TaskProbe {

    private static final double TEMPERATURE = 0.1;
    private static final int BATCH = 256;

    private final List<String> classes;
    private final List<BufferedImage> images = new ArrayList<>();
    private final int[] labels;
    private final long seed;
    private final int threads;
    private final BankQuerySplit split;

    /**
     * A probe.
     *
     * @param threads that the encoder may use
     * @throws BadImageException if an image cannot be decoded
     */
    TaskProbe(LabelledImages set, long seed, int threads) throws BadImageException {
        this.classes = set.classes();
        this.labels = new int[set.size()];
        this.seed = seed;
        this.threads = threads;
        for (int label = 0; label < classes.size(); label++) {
            for (byte[] image : set.byClass().getOrDefault(classes.get(label), List.of())) {
                labels[images.size()] = label;
                images.add(LabelledImages.decoded(image));
            }
        }
        this.split = BankQuerySplit.stratified(labels, classes.size(), seed);
    }

    /**
     * What the encoder of a snapshot knows of each task.
     *
     * @param snapshot directory of the snapshot
     * @param tasks each asked about its classes, in its look
     * @return accuracies, 0..1
     */
    double[] accuracies(Path snapshot, List<Task> tasks) throws IOException {
        double[] accuracies = new double[tasks.size()];
        try (BenchEncoder encoder = BenchEncoder.open(snapshot, seed, threads)) {
            for (Look look : tasks.stream().map(Task::look).distinct().toList()) {
                int[] predicted = predictions(embed(encoder, look));
                for (int t = 0; t < accuracies.length; t++) {
                    if (tasks.get(t).look() == look) {
                        accuracies[t] = accuracy(predicted, tasks.get(t).classes());
                    }
                }
            }
        }
        return accuracies;
    }

    /** Accuracy of a linear probe on all classes, images as they are, 0..1. */
    double linear(Path snapshot) throws IOException {
        try (BenchEncoder encoder = BenchEncoder.open(snapshot, seed, threads)) {
            Embeddings embeddings = embed(encoder, Look.PLAIN);
            ProbeSplit parts = ProbeSplit.of(split, labels, classes.size(), seed);
            return LinearProbe.DEFAULT
                    .evaluate(embeddings, labels, classes.size(), parts)
                    .testAccuracy();
        }
    }

    private Embeddings embed(BenchEncoder encoder, Look look) throws IOException {
        try {
            return encoder.encoder().embedAll(images.size(), BATCH, (from, to, side) -> pixels(from, to, side, look));
        } catch (EncoderException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private byte[][] pixels(int from, int to, int side, Look look) {
        return images.subList(from, to).stream()
                .map(image -> Images.toRgb(look.seen(image), side))
                .toArray(byte[][]::new);
    }

    private int[] predictions(Embeddings embeddings) {
        int[] bank = split.bank();
        int[] bankLabels = new int[bank.length];
        for (int i = 0; i < bank.length; i++) {
            bankLabels[i] = labels[bank[i]];
        }
        KnnProbe knn = new KnnProbe(KnnProbe.neighboursFor(bank.length), TEMPERATURE);
        return knn.predict(embeddings.rows(bank), bankLabels, classes.size(), embeddings.rows(split.query()));
    }

    private double accuracy(int[] predicted, List<String> asked) {
        int right = 0;
        int all = 0;
        for (int i = 0; i < predicted.length; i++) {
            int label = labels[split.query()[i]];
            if (asked.contains(classes.get(label))) {
                all++;
                right += predicted[i] == label ? 1 : 0;
            }
        }
        return all == 0 ? 0 : right / (double) all;
    }
}
