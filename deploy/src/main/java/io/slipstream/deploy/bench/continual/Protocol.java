package io.slipstream.deploy.bench.continual;

import io.slipstream.schemas.image.BadImageException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * In which order a stream shows its images.
 *
 * <p>Class-incremental streams as in online continual self-supervised learning: classes in an order drawn by lot, a few at
 * a time, each image once, no boundary shown (CLA, 2025; CLIMB, 2026). The correlated stream shows each image several
 * times in a row, sorted by class, as video does: Purushwalkam et al., "The challenges of continuous self-supervised
 * learning", ECCV 2022, arXiv:2203.12710.
 */
enum Protocol {
    /** In an order drawn by lot: what the others are held to. */
    IID,
    /** Five tasks of a fifth of the classes each; of CIFAR-10, two. */
    SPLIT_CIFAR10,
    /** Twenty tasks of a twentieth of the classes each; of CIFAR-100, five. */
    SPLIT_CIFAR100,
    /** All classes all the time, but their look changes from task to task. */
    DOMAIN,
    /** As split-cifar10, one class after the other, each image several times in a row. */
    CORRELATED;

    private static final int TEN = 5;
    private static final int HUNDRED = 20;

    /** Number of tasks the stream is probed after. */
    int tasks() {
        return switch (this) {
            case IID, SPLIT_CIFAR10, CORRELATED -> TEN;
            case SPLIT_CIFAR100 -> HUNDRED;
            case DOMAIN -> Look.values().length;
        };
    }

    /** Whether tasks differ, in their classes or their look. */
    boolean hasDistinctTasks() {
        return this != IID;
    }

    /**
     * The stream.
     *
     * @param length records of it, about
     * @param repeats how many times in a row {@code CORRELATED} shows an image
     * @throws BadImageException if an image cannot be decoded, where its look changes
     */
    List<Task> stream(LabelledImages images, int length, int repeats, Random random) throws BadImageException {
        int inARow = this == CORRELATED ? repeats : 1;
        LabelledImages shown =
                images.atMost(Math.max(1, length / inARow / images.classes().size()), random);
        return switch (this) {
            case IID, DOMAIN -> mixed(shown, random);
            case SPLIT_CIFAR10, SPLIT_CIFAR100, CORRELATED -> split(shown, inARow, random);
        };
    }

    private List<Task> split(LabelledImages images, int inARow, Random random) {
        List<String> classes = new ArrayList<>(images.classes());
        Collections.shuffle(classes, random);
        List<Task> tasks = new ArrayList<>();
        for (int t = 0; t < tasks(); t++) {
            List<String> own = classes.subList(classes.size() * t / tasks(), classes.size() * (t + 1) / tasks());
            List<byte[]> stream = new ArrayList<>();
            for (String name : own) {
                images.byClass().getOrDefault(name, List.of()).forEach(image -> IntStream.range(0, inARow)
                        .forEach(again -> stream.add(image)));
            }
            if (this != CORRELATED) {
                Collections.shuffle(stream, random);
            }
            tasks.add(new Task(String.join("+", own), own, Look.PLAIN, stream));
        }
        return tasks;
    }

    private List<Task> mixed(LabelledImages images, Random random) throws BadImageException {
        List<byte[]> all = new ArrayList<>();
        images.byClass().values().forEach(all::addAll);
        Collections.shuffle(all, random);
        List<Look> looks = List.of(Look.values());
        List<Task> tasks = new ArrayList<>();
        for (int t = 0; t < tasks(); t++) {
            List<byte[]> part = all.subList(all.size() * t / tasks(), all.size() * (t + 1) / tasks());
            Look look = this == DOMAIN ? looks.get(t) : Look.PLAIN;
            String name = this == DOMAIN ? look.toString() : "part " + (t + 1);
            tasks.add(new Task(name, images.classes(), look, look == Look.PLAIN ? part : seen(part, look)));
        }
        return tasks;
    }

    private static List<byte[]> seen(List<byte[]> images, Look look) throws BadImageException {
        List<byte[]> seen = new ArrayList<>();
        for (byte[] image : images) {
            seen.add(look.encoded(LabelledImages.decoded(image)));
        }
        return seen;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
