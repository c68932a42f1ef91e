package io.slipstream.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.slipstream.trainer.Golden;
import io.slipstream.trainer.WithTorch;
import io.slipstream.trainer.engine.Program;
import io.slipstream.trainer.network.ResNet.Block;
import io.slipstream.trainer.network.ResNet.Norm;
import io.slipstream.trainer.network.ResNet.Stem;
import io.slipstream.trainer.network.VisionTransformer.Pool;
import io.slipstream.trainer.script.ScriptModule;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(WithTorch.class)
class PrecisionTest {

    /** Significands of 8 bits err by 1/512 at most per rounding; a network of a few layers by a few per cent. */
    private static final double TOLERANCE = 0.05;

    /** A rounding also turns a few rectifiers on or off, which changes a gradient by whole terms. */
    private static final double GRADIENT_TOLERANCE = 0.2;

    static Stream<Arguments> networks() {
        Shape images = new Shape(8, 3, 16, 16);
        Shape rows = new Shape(16, 12);
        return Stream.of(
                network("transformer", images, p -> transformer(Pool.CLASS_TOKEN, 0, 0, p)),
                network("transformer with all options", images, p -> transformer(Pool.MEAN, 2, 0.5, p)),
                network("basic blocks", images, p -> resNet(Block.BASIC, Stem.CIFAR, Norm.BATCH, p)),
                network("bottlenecks", images, p -> resNet(Block.BOTTLENECK, Stem.SLIM, Norm.BATCH, p)),
                network("group norm", images, p -> resNet(Block.BASIC, Stem.IMAGENET, Norm.GROUP, p)),
                network("BYOL", rows, p -> Heads.mlp(12, 16, 8, p)),
                network("MoCo v2", rows, p -> Heads.mocoV2Projector(12, 16, 8, p)),
                network("MoCo v3", rows, p -> Heads.mocoV3Projector(12, 16, 8, 3, p)),
                network("MoCo v3, plain", rows, p -> Heads.mocoV3Predictor(12, 16, false, p)),
                network("SimSiam projector", rows, p -> Heads.simSiamProjector(12, 8, p)),
                network("SimSiam predictor", rows, p -> Heads.simSiamPredictor(12, 8, p)),
                network("SimCLR", rows, p -> Heads.simClrProjector(12, 16, 8, true, p)),
                network("DINO", rows, p -> Heads.dino(12, 16, 8, 10, true, p)));
    }

    private static Arguments network(String name, Shape input, Function<Precision, ScriptModule> network) {
        return Arguments.of(name, input, network);
    }

    private static ScriptModule transformer(Pool pool, int registers, double layerScale, Precision precision) {
        return new VisionTransformer("v", 32, 4, 24, 2, 3, pool, registers, layerScale, 0, precision)
                .encoder()
                .module();
    }

    private static ScriptModule resNet(Block block, Stem stem, Norm norm, Precision precision) {
        return new ResNet("r", 16, block, List.of(1, 1), List.of(8, 16), stem, norm, false, precision)
                .encoder()
                .module();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void bfloat16ComputesAboutTheSameAndTrainsFloat32Weights(
            String name, Shape input, Function<Precision, ScriptModule> network, NDManager manager) {
        NDArray x = manager.create(Golden.chirp((int) input.size(), 0.5), input);
        ScriptModule module = network.apply(Precision.BFLOAT16);
        Program full = Program.load(network.apply(Precision.FLOAT32), Golden.weights(module), manager);
        Program half = Program.load(module, Golden.weights(module), manager);
        NDArray expected = trained(full, x, manager);
        NDArray found = trained(half, x, manager);

        assertThat(found.getDataType()).isEqualTo(DataType.FLOAT32);
        assertThat(distance(found, expected)).isBetween(1e-6, TOLERANCE);
        double difference = 0;
        double whole = 0;
        for (int i = 0; i < half.parameters().size(); i++) {
            NDArray parameter = half.parameters().get(i);
            NDArray gradient = parameter.getGradient();
            NDArray wanted = full.parameters().get(i).getGradient();
            assertThat(parameter.getDataType()).isEqualTo(DataType.FLOAT32);
            assertThat(gradient.getDataType()).isEqualTo(DataType.FLOAT32);
            assertThat(norm(gradient)).isFinite().isPositive();
            difference += Math.pow(norm(gradient.sub(wanted)), 2);
            whole += Math.pow(norm(wanted), 2);
        }
        assertThat(Math.sqrt(difference / whole)).isBetween(1e-6, GRADIENT_TOLERANCE);
    }

    private static NDArray trained(Program program, NDArray x, NDManager manager) {
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray out = program.call("forward", manager, x).singletonOrThrow();
            collector.backward(out.mul(manager.create(Golden.chirp((int) out.size(), 0.3), out.getShape()))
                    .sum());
            return out;
        }
    }

    private static double distance(NDArray found, NDArray expected) {
        return norm(found.sub(expected)) / norm(expected);
    }

    private static float norm(NDArray x) {
        return x.square().sum().sqrt().getFloat();
    }
}
