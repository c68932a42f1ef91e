package io.slipstream.trainer.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class StateDictTest {

    private static final ScriptModule ONE =
            ScriptModule.named("M").parameter("a", Initializer.normal(1), 4).build();
    private static final ScriptModule TWO = ScriptModule.named("M")
            .parameter("b", Initializer.normal(1), 4)
            .parameter("a", Initializer.normal(1), 4)
            .build();

    @Test
    void theSeedAndTheNameFixATensorsFirstValues() {
        assertThat(StateDict.initial(ONE, 5).get("a"))
                .containsExactly(StateDict.initial(ONE, 5).get("a"));
        assertThat(StateDict.initial(ONE, 5).get("a"))
                .isNotEqualTo(StateDict.initial(ONE, 6).get("a"));
    }

    @Test
    void addingATensorLeavesTheOthersAsTheyWere() {
        assertThat(StateDict.initial(TWO, 5).get("a"))
                .containsExactly(StateDict.initial(ONE, 5).get("a"));
        assertThat(StateDict.initial(TWO, 5).get("a"))
                .isNotEqualTo(StateDict.initial(TWO, 5).get("b"));
    }

    @Test
    void belowAndUnderAreInverse() {
        StateDict state = new StateDict(Map.of("backbone.w", new float[] {1}, "head.w", new float[] {2}));
        assertThat(state.below("backbone.").values()).containsOnlyKeys("w");
        assertThat(state.below("backbone.").under("backbone.").get("backbone.w"))
                .containsExactly(1);
    }
}
