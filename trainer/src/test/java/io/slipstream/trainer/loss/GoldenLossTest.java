package io.slipstream.trainer.loss;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.slipstream.trainer.Golden;
import io.slipstream.trainer.RelativeError;
import io.slipstream.trainer.WithTorch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Values and gradients of the losses against PyTorch's, {@code losses.py}. */
@ExtendWith(WithTorch.class)
class GoldenLossTest {

    private static final Golden GOLDEN = new Golden("losses");

    private static NDArray wave(NDManager manager, double phase, long... shape) {
        NDArray wave = manager.create(Golden.wave((int) new Shape(shape).size(), phase), new Shape(shape));
        wave.setRequiresGradient(true);
        return wave;
    }

    private static void check(String name, Supplier<NDArray> loss, Map<String, NDArray> learning, NDArray... targets) {
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray value = loss.get();
            Litter.scatter();
            collector.backward(value);
            RelativeError.assertSmall(name, value, GOLDEN.get(name + ".loss"));
        }
        learning.forEach((input, array) -> {
            String gradient = name + "." + input + ".grad";
            RelativeError.assertSmall(gradient, array.getGradient(), GOLDEN.get(gradient));
        });
        for (NDArray target : targets) {
            assertThat(target.getGradient().toFloatArray()).containsOnly(0f);
        }
    }

    @Test
    void mocoV2IsPyTorchs(NDManager manager) {
        NDArray q = wave(manager, 0.1, 4, 6);
        NDArray k = wave(manager, 0.4, 4, 6);
        NDArray queue = manager.create(Golden.wave(60, 0.7), new Shape(10, 6)).normalize(2, 1);
        queue.setRequiresGradient(true);
        check("moco-v2", () -> MocoV2Loss.of(q, k, queue, 0.2), Map.of("q", q), k, queue);
    }

    @Test
    void mocoV3IsPyTorchs(NDManager manager) {
        NDArray q1 = wave(manager, 0.1, 4, 6);
        NDArray q2 = wave(manager, 0.2, 4, 6);
        NDArray k1 = wave(manager, 0.3, 4, 6);
        NDArray k2 = wave(manager, 0.4, 4, 6);
        check("moco-v3", () -> MocoV3Loss.of(q1, q2, k1, k2, 0.3), Map.of("q1", q1, "q2", q2), k1, k2);
    }

    @Test
    void simSiamIsPyTorchs(NDManager manager) {
        NDArray p1 = wave(manager, 0.1, 4, 6);
        NDArray p2 = wave(manager, 0.2, 4, 6);
        NDArray z1 = wave(manager, 0.3, 4, 6);
        NDArray z2 = wave(manager, 0.4, 4, 6);
        check("simsiam", () -> SimSiamLoss.of(p1, p2, z1, z2), Map.of("p1", p1, "p2", p2), z1, z2);
    }

    @Test
    void simClrIsPyTorchs(NDManager manager) {
        NDArray z1 = wave(manager, 0.1, 4, 6);
        NDArray z2 = wave(manager, 0.3, 4, 6);
        check("simclr", () -> SimClrLoss.of(z1, z2, 0.5), Map.of("z1", z1, "z2", z2));
    }

    @Test
    void dinoIsPyTorchs(NDManager manager) {
        List<NDArray> student = IntStream.range(0, 4)
                .mapToObj(view -> wave(manager, 0.1 * (view + 1), 4, 8))
                .toList();
        List<NDArray> teacher = List.of(wave(manager, 1, 4, 8), wave(manager, 2, 4, 8));
        NDArray center = manager.create(Golden.wave(8, 3), new Shape(1, 8)).div(10);
        Map<String, NDArray> learning = new LinkedHashMap<>();
        for (int view = 0; view < student.size(); view++) {
            learning.put("s" + view, student.get(view));
        }
        check("dino", () -> DinoLoss.of(student, teacher, center, 0.1, 0.04), learning, teacher.get(0), teacher.get(1));
    }
}
