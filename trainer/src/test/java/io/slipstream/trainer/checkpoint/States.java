package io.slipstream.trainer.checkpoint;

import ai.djl.ndarray.types.Shape;
import io.slipstream.schemas.hash.Sha256;
import io.slipstream.schemas.record.LedgerEntry;
import io.slipstream.trainer.method.LearnerState;
import io.slipstream.trainer.replay.ReplayColumns;
import io.slipstream.trainer.replay.ReplayState;
import io.slipstream.trainer.stream.Order;
import io.slipstream.trainer.stream.PendingImage;
import io.slipstream.trainer.stream.StreamState;
import io.slipstream.trainer.stream.TrainingImage;
import io.slipstream.trainer.weights.Tensor;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;

/** Small training states of which every part has something in it; equal arguments give equal states. */
final class States {

    static final String CONFIG = "model: demo\n# größer\n";
    static final TopicPartition CAMERA = new TopicPartition("images", 1);

    /** Field by field, numbers by their bits; a partition keeps its hash once it was asked for, and is the same with it. */
    static final RecursiveComparisonConfiguration BY_VALUE = RecursiveComparisonConfiguration.builder()
            .withEqualsForType(Float::equals, Float.class)
            .withEqualsForType(Double::equals, Double.class)
            .withEqualsForType(TopicPartition::equals, TopicPartition.class)
            .build();

    private States() {}

    static CheckpointHeader header(long epoch, long step) {
        return new CheckpointHeader(
                "demo",
                "20261122T140000",
                epoch,
                "demo-e" + epoch + "-" + step,
                step == 0 ? Optional.empty() : Optional.of("demo-e" + epoch + "-" + (step - 1)),
                Optional.empty(),
                Optional.of("demo-00000000"),
                Instant.ofEpochMilli(1_700_000_000_000L + step),
                7,
                "c0ffee",
                "0.1.0",
                Map.of("pytorch", "2.7.1"));
    }

    static TrainingState state(long step, List<TrainingImage> slots) {
        return new TrainingState(progress(step), learner(step), new ReplayState<>(step * 7, slots), stream(step));
    }

    /** The same with a buffer that remembers more than its images. */
    static TrainingState withColumns(TrainingState state, float value) {
        ReplayColumns columns = new ReplayColumns(
                new TreeMap<>(Map.of("number", new long[] {1L << 40, -1}, "none", new long[0])),
                new TreeMap<>(Map.of("feature", new float[] {value, -0f, Float.MIN_VALUE})),
                new TreeMap<>(Map.of("source", List.of("größer/1", ""))));
        return new TrainingState(
                state.progress(),
                state.learner(),
                new ReplayState<>(state.replay().offered(), state.replay().slots(), Optional.of(columns)),
                state.stream());
    }

    /** So many images, of which the pixels tell the number. */
    static List<TrainingImage> images(int from, int count) {
        List<TrainingImage> images = new ArrayList<>();
        for (int number = from; number < from + count; number++) {
            images.add(image(number));
        }
        return images;
    }

    static TrainingImage image(int number) {
        byte[] pixels = new byte[3 * 4 * 4];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (number + i);
        }
        return new TrainingImage(id(number), pixels);
    }

    /** The same image with a projection of length 2. */
    static TrainingImage projected(int number) {
        return image(number).with(new float[] {number, -0f});
    }

    static String id(int number) {
        return Sha256.of(("image " + number).getBytes(StandardCharsets.UTF_8));
    }

    static Progress progress(long step) {
        return new Progress(
                step,
                step * 64,
                step * 32,
                10_000,
                Optional.of("demo-00000000"),
                0,
                0.1 * step,
                step,
                OptionalDouble.of(1.0 / 3),
                true,
                17,
                1,
                step - 1);
    }

    static LearnerState learner(long step) {
        Map<String, Tensor> tensors = new TreeMap<>();
        for (String part : List.of("student", "teacher", "optimizer", "memory")) {
            tensors.put(
                    part + "/stem.weight",
                    new Tensor(new Shape(2, 2), new float[] {step, -0f, Float.MIN_VALUE, part.length()}));
        }
        tensors.put("optimizer/none", new Tensor(new Shape(0), new float[0]));
        return new LearnerState(new TreeMap<>(tensors), Map.of("student", new byte[] {1, 2, 3}), step / 2);
    }

    static StreamState stream(long step) {
        return new StreamState(
                List.of(new LedgerEntry(
                        CAMERA.topic(), CAMERA.partition(), 5L, 9 + step, step, 4L, 0L, 0L, 0L, 0L, 0L, 0L)),
                Map.of("images", "iVn1zzmrRYmZ0oGkC5Jq7A"),
                Optional.of(CAMERA),
                List.of(id(1), id(2)),
                List.of(new PendingImage(CAMERA, 8 + step, "", image(100))));
    }

    static Order order() {
        return new Order(List.of(
                new Order.Run(CAMERA, 5, 9, Order.Fate.TRAINED),
                new Order.Run(new TopicPartition("more", 0), 1L << 40, 1L << 41, Order.Fate.DROPPED),
                new Order.Step(4),
                new Order.Rewarm(),
                new Order.Step(0)));
    }
}
