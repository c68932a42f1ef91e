package io.slipstream.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDManager;
import io.slipstream.trainer.Golden;
import io.slipstream.trainer.WithTorch;
import io.slipstream.trainer.network.ResNet.Block;
import io.slipstream.trainer.network.ResNet.Norm;
import io.slipstream.trainer.network.ResNet.Stem;
import io.slipstream.trainer.script.ScriptModule;
import io.slipstream.trainer.script.StateDict;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithTorch.class)
class ResNetTest {

    private static final Reference TORCHVISION = new Reference("resnets");

    private static ScriptModule network(
            Block block, List<Integer> depths, List<Integer> widths, Stem stem, Norm norm, boolean zeroInit) {
        return new ResNet("r", 16, block, depths, widths, stem, norm, zeroInit, Precision.FLOAT32)
                .encoder()
                .module();
    }

    @Test
    void basicBlocksBehindTheSlimStemTrainAsTorchvisions(NDManager manager) {
        ScriptModule slim = network(Block.BASIC, List.of(2, 2, 2), List.of(4, 8, 16), Stem.SLIM, Norm.BATCH, false);
        TORCHVISION.assertTensors("slim", slim);
        TORCHVISION.assertTraining("slim.train", slim, Reference.images(manager, 3, 16, 16), manager);
    }

    @Test
    void bottlenecksBehindTheCifarStemTrainAsTorchvisions(NDManager manager) {
        ScriptModule bottleneck =
                network(Block.BOTTLENECK, List.of(1, 2, 2, 1), List.of(4, 8, 8, 8), Stem.CIFAR, Norm.BATCH, false);
        TORCHVISION.assertTensors("bottleneck", bottleneck);
        TORCHVISION.assertTraining("bottleneck.train", bottleneck, Reference.images(manager, 4, 32, 32), manager);
    }

    @Test
    void bottlenecksAsDeepAsResNet50InferAsTorchvisions(NDManager manager) {
        ScriptModule deep =
                network(Block.BOTTLENECK, List.of(3, 4, 6, 3), List.of(4, 4, 8, 8), Stem.CIFAR, Norm.BATCH, false);
        TORCHVISION.assertTensors("deep", deep);
        TORCHVISION.assertInference("deep.eval", deep, Golden.weights(deep), Reference.images(manager, 2, 16, 16));
    }

    @Test
    void groupNormBehindTheImagenetStemTrainsAsTorchvisions(NDManager manager) {
        ScriptModule group = network(Block.BOTTLENECK, List.of(1, 1), List.of(4, 8), Stem.IMAGENET, Norm.GROUP, false);
        TORCHVISION.assertTensors("group", group);
        TORCHVISION.assertTraining("group", group, Reference.images(manager, 2, 24, 24), manager);
    }

    @Test
    void resNet18TrainsAndInfersAsTorchvisions(NDManager manager) {
        ScriptModule resnet18 =
                NetworkConfig.of(NetworkConfig.Name.RESNET18, 224).snapshot().module();
        TORCHVISION.assertTraining("resnet18.train", resnet18, Reference.images(manager, 2, 128, 128), manager);
        TORCHVISION.assertInference(
                "resnet18.eval", resnet18, Golden.weights(resnet18), Reference.images(manager, 1, 64, 64));
    }

    @Test
    void zeroInitResidualSetsTheLastNormOfEachBlockAlone() {
        ScriptModule basic = network(Block.BASIC, List.of(1), List.of(4), Stem.CIFAR, Norm.BATCH, true);
        StateDict state = StateDict.initial(basic, 1);
        assertThat(state.get("layer1.0.bn1.weight")).containsOnly(1f);
        assertThat(state.get("layer1.0.bn2.weight")).containsOnly(0f);

        ScriptModule bottleneck = network(Block.BOTTLENECK, List.of(1), List.of(4), Stem.CIFAR, Norm.GROUP, true);
        state = StateDict.initial(bottleneck, 1);
        assertThat(state.get("layer1.0.bn2.weight")).containsOnly(1f);
        assertThat(state.get("layer1.0.bn3.weight")).containsOnly(0f);
        assertThat(state.get("layer1.0.downsample.1.weight")).containsOnly(1f);
    }

    @Test
    void stagesWithoutWidthsAndChannelsThatGroupsDoNotDivideAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> network(Block.BASIC, List.of(1, 1), List.of(4), Stem.CIFAR, Norm.BATCH, false))
                .withMessageContainingAll("[1, 1]", "[4]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> network(Block.BASIC, List.of(1), List.of(72), Stem.CIFAR, Norm.GROUP, false))
                .withMessageContainingAll("32", "72");
    }
}
