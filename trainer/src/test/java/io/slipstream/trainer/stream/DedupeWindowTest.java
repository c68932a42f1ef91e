package io.slipstream.trainer.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DedupeWindowTest {

    @Test
    void anIdIsRememberedUntilAsManyOthersHaveCome() {
        DedupeWindow window = new DedupeWindow(2);
        assertThat(window.isNew("a")).isTrue();
        assertThat(window.isNew("b")).isTrue();
        assertThat(window.isNew("a")).isFalse();
        assertThat(window.isNew("c")).isTrue();
        assertThat(window.isNew("b")).isFalse();
        assertThat(window.isNew("a")).isTrue();
    }

    @Test
    void aWindowOfNothingRecognisesNothing() {
        DedupeWindow window = new DedupeWindow(0);
        assertThat(window.isNew("a")).isTrue();
        assertThat(window.isNew("a")).isTrue();
    }
}
