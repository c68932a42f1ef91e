package io.slipstream.trainer.method;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.slipstream.trainer.ResidentMemory;
import io.slipstream.trainer.WithTorch;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(WithTorch.class)
class NativeMemoryTest {

    private static final int BATCH = 4;

    @ParameterizedTest
    @EnumSource
    void aThousandStepsKeepNothingNative(MethodName method, NDManager manager) throws IOException {
        int steps = method == MethodName.BYOL ? 1_000 : 100;
        Learner learner = new TestLearner()
                .regularizers("{alignment: {weight: 1, hidden: 16}, distillation: {weight: 1, hidden: 16}}")
                .of(method, manager);
        learner.anchor(learner.state());
        ByteBuffer images = Stripes.images(BATCH, TestLearner.SIZE);
        for (int step = 0; step < 50; step++) {
            learner.step(images, BATCH, ReplayedRows.from(BATCH / 2), step);
        }
        int arrays = nativeArrays(manager);
        long resident = ResidentMemory.bytes();
        for (int step = 50; step < 50 + steps; step++) {
            learner.step(images, BATCH, ReplayedRows.from(BATCH / 2), step);
        }
        assertThat(nativeArrays(manager)).isEqualTo(arrays);
        // The intermediates of a step hold about a megabyte: steps whose graphs stayed alive would add hundreds.
        assertThat(ResidentMemory.bytes() - resident).isLessThan(64L << 20);
    }

    /** Arrays of this test's manager and of the one above it, which owns what was made without a scope. */
    private static int nativeArrays(NDManager manager) {
        return manager.getManagedArrays().size()
                + manager.getParentManager().getManagedArrays().size();
    }
}
