package io.slipstream.trainer.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ColorRoundsTest {

    private static final String FACTORS = "5=0.8 6=1.2 7=0.7 8=-0.05 ";

    private static float[] numbers(String yaml, String changes) {
        ColorRounds rounds = ColorRounds.of(TestViews.config(yaml));
        float[] numbers = new float[rounds.columns()];
        rounds.fill(TestViews.row(changes), 0, numbers, 0);
        return numbers;
    }

    @Test
    void roundsFollowTheOrderAndHueHasItsPlaceAmongThem() {
        assertThat(numbers("{}", FACTORS + "10=1 11=3 12=2 13=0"))
                .containsExactly(new float[] {-0.05f, 1, 1.2f, 0, -0.2f, 0.7f, 0.3f, 0, 0.8f, 0, 0}, within(1e-6f));
    }

    @Test
    void anImageOfUnchangedHueIsNeverDue() {
        assertThat(numbers("{}", "10=1 11=3 12=2 13=0")).containsExactly(0, -1, 1, 0, 0, 1, 0, 0, 1, 0, 0);
    }

    @Test
    void whatTheConfigurationDoesNotAskForTakesNoRound() {
        assertThat(numbers("{contrast: 0}", FACTORS + "10=1 11=0 12=3 13=2"))
                .containsExactly(new float[] {-0.05f, 1, 0.8f, 0, 0, 0.7f, 0.3f, 0}, within(1e-6f));
        ColorRounds none = ColorRounds.of(TestViews.config("{jitter: 0}"));
        assertThat(none.operators()).isEmpty();
        assertThat(none.hue()).isFalse();
    }
}
