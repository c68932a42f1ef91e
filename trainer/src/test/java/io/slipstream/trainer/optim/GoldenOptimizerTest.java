package io.slipstream.trainer.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.slipstream.trainer.Golden;
import io.slipstream.trainer.RelativeError;
import io.slipstream.trainer.WithTorch;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A hundred steps of every optimizer and of the moving average against PyTorch's, {@code optim.py}. */
@ExtendWith(WithTorch.class)
class GoldenOptimizerTest {

    private static final Golden GOLDEN = new Golden("optim");
    private static final int STEPS = 100;
    private static final String ADAMW = "{weight-decay: 0.05, beta2: 0.99";
    private static final String SGD = "{type: sgd, weight-decay: 0.05";
    private static final String LARS = "{type: lars, weight-decay: 0.05, trust: 0.5";

    private static void check(String name, String yaml, NDManager manager) {
        List<Parameter> parameters = OptimizerFixture.parameters(manager);
        Optimizer optimizer = Optimizer.of(
                OptimizerFixture.config(yaml), parameters, Set.of("backbone.", "backbone.patch_embed."), manager);
        double norm = 0;
        for (int step = 0; step < STEPS; step++) {
            try (NDManager scope = manager.newSubManager()) {
                OptimizerFixture.backward(parameters, 10.0 + step, scope);
                norm = optimizer.update(0.02 * (step + 1) / STEPS, Set.of(), scope);
            }
        }
        RelativeError.assertSmall("norm", manager.create((float) norm), GOLDEN.get(name + "/norm"));
        for (Parameter parameter : parameters) {
            RelativeError.assertSmall(parameter.name(), parameter.value(), GOLDEN.get(name + "/" + parameter.name()));
        }
    }

    @Test
    void adamW(NDManager manager) {
        check("adamw", ADAMW + "}", manager);
    }

    @Test
    void adamWWithLayerDecayAndGlobalClipping(NDManager manager) {
        check("adamw-layers-global", ADAMW + ", layer-decay: 0.75, clip: global, clip-norm: 0.5}", manager);
    }

    @Test
    void adamWWithClippingPerTensor(NDManager manager) {
        check("adamw-per-tensor", ADAMW + ", clip: per-tensor, clip-norm: 0.5}", manager);
    }

    @Test
    void sgdWithoutMomentum(NDManager manager) {
        check("sgd", SGD + ", momentum: 0}", manager);
    }

    @Test
    void sgdWithMomentumAndDecayOfEverything(NDManager manager) {
        check("sgd-momentum-all", SGD + ", decay-norms-and-biases: true}", manager);
    }

    @Test
    void sgdWithNesterovsMomentumAndGlobalClipping(NDManager manager) {
        check("sgd-nesterov-global", SGD + ", nesterov: true, clip: global, clip-norm: 0.5}", manager);
    }

    @Test
    void sgdWithLayerDecayAndClippingPerTensor(NDManager manager) {
        check("sgd-layers-per-tensor", SGD + ", layer-decay: 0.75, clip: per-tensor, clip-norm: 0.5}", manager);
    }

    @Test
    void lars(NDManager manager) {
        check("lars", LARS + "}", manager);
    }

    @Test
    void larsWithLayerDecayAndGlobalClipping(NDManager manager) {
        check("lars-layers-global", LARS + ", layer-decay: 0.75, clip: global, clip-norm: 0.5}", manager);
    }

    @Test
    void theMovingAverage(NDManager manager) {
        NDArray teacher = manager.create(Golden.wave(12, 0.5), new Shape(3, 4));
        NDArray student = manager.zeros(new Shape(3, 4));
        MovingAverage average = new MovingAverage(List.of(teacher), List.of(student), manager);
        for (int step = 0; step < STEPS; step++) {
            try (NDManager scope = manager.newSubManager()) {
                student.set(Golden.wave(12, 1.0 + step));
                average.update(0.97, scope);
            }
        }
        RelativeError.assertSmall("average", teacher, GOLDEN.get("average"));
    }
}
