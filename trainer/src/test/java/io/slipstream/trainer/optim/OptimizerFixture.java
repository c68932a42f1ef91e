package io.slipstream.trainer.optim;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.slipstream.schemas.config.ConfigException;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.trainer.Golden;
import java.util.List;

/** The parameters and gradients of {@code optim.py}. */
final class OptimizerFixture {

    private OptimizerFixture() {}

    /** Settings from YAML, the rest by default. */
    static OptimizerConfig config(String yaml) {
        try {
            return ConfigLoader.parse(yaml, "optimizer", OptimizerConfig.class);
        } catch (ConfigException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Fresh parameters of a two-block transformer with its projector. */
    static List<Parameter> parameters(NDManager manager) {
        return List.of(
                parameter(manager, "backbone.cls_token", 0, 1, 1, 4),
                parameter(manager, "backbone.patch_embed.proj.weight", 1, 4, 3),
                parameter(manager, "backbone.patch_embed.proj.bias", 2, 4),
                parameter(manager, "backbone.blocks.0.attn.qkv.weight", 3, 3, 4),
                parameter(manager, "backbone.blocks.0.norm1.weight", 4, 4),
                parameter(manager, "backbone.blocks.1.mlp.fc1.weight", 5, 2, 4),
                parameter(manager, "backbone.norm.weight", 6, 4),
                parameter(manager, "projector.0.weight", 7, 3, 4),
                parameter(manager, "projector.0.bias", 8, 3));
    }

    static Parameter parameter(NDManager manager, String name, double phase, long... dimensions) {
        Shape shape = new Shape(dimensions);
        NDArray value = manager.create(Golden.wave((int) shape.size(), phase), shape);
        value.setRequiresGradient(true);
        return new Parameter(name, value);
    }

    /** Gradients of sum(wave * parameter²) / 2. */
    static void backward(List<Parameter> parameters, double phase, NDManager scope) {
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray loss = scope.create(0f);
            for (Parameter parameter : parameters) {
                NDArray value = parameter.value();
                NDArray factor = scope.create(Golden.wave((int) value.size(), phase), value.getShape());
                loss = loss.add(factor.mul(value).mul(value).sum().div(2));
            }
            collector.backward(loss);
        }
    }
}
