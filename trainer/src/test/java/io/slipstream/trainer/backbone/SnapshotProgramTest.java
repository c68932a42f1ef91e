package io.slipstream.trainer.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.slipstream.trainer.Golden;
import io.slipstream.trainer.Inference;
import io.slipstream.trainer.WithTorch;
import io.slipstream.trainer.engine.Program;
import io.slipstream.trainer.network.Encoder;
import io.slipstream.trainer.network.ResNet;
import io.slipstream.trainer.script.ScriptArchive;
import io.slipstream.trainer.script.StateDict;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithTorch.class)
class SnapshotProgramTest {

    private static final int SIZE = 8;
    private static final int BATCH = 3;
    private static final Encoder ENCODER = ResNet.basic("tiny", SIZE, 1, 1, List.of(4, 8));
    private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
    private static final float[] DEVIATION = {0.229f, 0.224f, 0.225f};

    private static float[] levels() {
        float[] levels = Golden.wave(BATCH * 3 * SIZE * SIZE, 0.3);
        for (int i = 0; i < levels.length; i++) {
            levels[i] = Math.round(127.5 + 127.4 * levels[i]);
        }
        return levels;
    }

    private static NDArray images(NDManager manager, float[] values) {
        return manager.create(values, new Shape(BATCH, 3, SIZE, SIZE));
    }

    private static float[] normalized() {
        float[] values = levels();
        for (int i = 0; i < values.length; i++) {
            int channel = i / (SIZE * SIZE) % 3;
            values[i] = (values[i] / 255 - MEAN[channel]) / DEVIATION[channel];
        }
        return values;
    }

    /** Weights whose batch statistics have moved, as after training. */
    private static StateDict trained(NDManager manager) {
        Program student = Program.load(ENCODER.module(), StateDict.initial(ENCODER.module(), 2), manager);
        student.call("forward", manager, images(manager, normalized()));
        return student.state();
    }

    @Test
    void itEmbedsPlainPixelsAsTheStudentsBackboneEmbedsNormalizedOnes(NDManager manager) {
        StateDict weights = trained(manager);
        NDArray pixels = images(manager, levels()).toType(DataType.UINT8, false);
        float[] snapshot = Inference.forward(SnapshotProgram.archive(ENCODER, weights), pixels);
        float[] backbone =
                Inference.forward(ScriptArchive.write(ENCODER.module(), weights), images(manager, normalized()));
        assertThat(snapshot).hasSize(BATCH * 8).containsExactly(backbone, within(1e-5f));
    }

    @Test
    void itTakesPixelsAsBytesOrAsNumbers(NDManager manager) {
        byte[] archive = SnapshotProgram.archive(ENCODER, trained(manager));
        NDArray pixels = images(manager, levels());
        assertThat(Inference.forward(archive, pixels))
                .containsExactly(Inference.forward(archive, pixels.toType(DataType.UINT8, false)));
    }

    @Test
    void anImagesEmbeddingDoesNotDependOnTheRestOfTheBatch(NDManager manager) {
        byte[] archive = SnapshotProgram.archive(ENCODER, trained(manager));
        NDArray pixels = images(manager, levels());
        float[] alone = Inference.forward(archive, pixels.get("0:1"));
        float[] together = Inference.forward(archive, pixels);
        assertThat(java.util.Arrays.copyOf(together, 8)).containsExactly(alone, within(1e-6f));
    }
}
