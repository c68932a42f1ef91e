package io.slipstream.trainer.method;

import ai.djl.ndarray.NDManager;
import io.slipstream.schemas.config.ConfigException;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.trainer.backbone.Backbone;
import io.slipstream.trainer.backbone.PretrainedConfig;
import io.slipstream.trainer.device.Devices;
import io.slipstream.trainer.network.NetworkConfig;
import io.slipstream.trainer.optim.OptimizerConfig;
import io.slipstream.trainer.view.ViewConfig;
import java.io.IOException;
import java.util.Objects;

/** A small learner of any method, from the YAML that users would write. */
final class TestLearner {

    static final int SIZE = 16;
    static final int BATCH = 16;

    private String network = "{name: resnet-slim, image-size: 16}";
    private String optimizer = "{learning-rate: 0.003, warm-up-steps: 10}";
    private String dino =
            "{hidden: 16, bottleneck: 8, prototypes: 32, teacher-half-life: 200, frozen-last-layer-steps: 2}";
    private String regularizers = "{}";
    private long frozenSteps;
    private int featureDim;
    private long seed = 4;
    private Devices devices = Devices.cpu();

    TestLearner network(String yaml) {
        network = yaml;
        return this;
    }

    TestLearner optimizer(String yaml) {
        optimizer = yaml;
        return this;
    }

    TestLearner dino(String yaml) {
        dino = yaml;
        return this;
    }

    TestLearner regularizers(String yaml) {
        regularizers = yaml;
        return this;
    }

    TestLearner frozenSteps(long steps) {
        frozenSteps = steps;
        return this;
    }

    TestLearner seed(long value) {
        seed = value;
        return this;
    }

    TestLearner featureDim(int dim) {
        featureDim = dim;
        return this;
    }

    TestLearner devices(Devices chosen) {
        devices = chosen;
        return this;
    }

    Learner of(MethodName name, NDManager manager) throws IOException {
        Methods methods = new Methods(
                name,
                section("{hidden: 16, projection: 8, teacher-half-life: 200}", ByolConfig.class),
                section(
                        "{hidden: 16, projection: 8, queue: 40, symmetric: true, teacher-half-life: 200}",
                        MocoV2Config.class),
                section("{hidden: 16, projection: 8, teacher-half-life: 200}", MocoV3Config.class),
                section(dino, DinoConfig.class),
                section("{projection: 16, bottleneck: 8}", SimSiamConfig.class),
                section("{hidden: 16, projection: 8}", SimClrConfig.class));
        String local = name.takesLocalViews() ? "2" : "0";
        LearnerSettings settings = new LearnerSettings(
                section("{crop-min-area: 0.4, local: {count: " + local + ", size: 8}}", ViewConfig.class),
                section(optimizer, OptimizerConfig.class),
                section(regularizers, RegularizersConfig.class),
                BATCH,
                SIZE,
                frozenSteps,
                10,
                featureDim,
                seed);
        NetworkConfig config = section(network, NetworkConfig.class);
        try {
            Backbone backbone = section("{}", PretrainedConfig.class).backbone(config, seed, manager);
            return new Learner(methods.create(seed, manager), backbone, settings, devices, manager);
        } catch (io.slipstream.trainer.weights.EncoderException e) {
            throw new IllegalStateException(e);
        }
    }

    static <R extends Record> R section(String yaml, Class<R> type) {
        try {
            return Objects.requireNonNull(ConfigLoader.parse(yaml, "test", type));
        } catch (ConfigException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
