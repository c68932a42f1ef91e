package io.slipstream.trainer.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DedupeWindowTest {

    @Test
    void anIdIsRememberedUntilAsManyOthersHaveCome() {
        DedupeWindow window = new DedupeWindow(2, List.of());
        assertThat(window.isNew("a")).isTrue();
        assertThat(window.isNew("b")).isTrue();
        assertThat(window.isNew("a")).isFalse();
        assertThat(window.isNew("c")).isTrue();
        assertThat(window.isNew("b")).isFalse();
        assertThat(window.isNew("a")).isTrue();
    }

    @Test
    void aWindowOfNothingRecognisesNothing() {
        DedupeWindow window = new DedupeWindow(0, List.of());
        assertThat(window.isNew("a")).isTrue();
        assertThat(window.isNew("a")).isTrue();
    }

    @Test
    void aWindowGoesOnFromItsIds() {
        DedupeWindow window = new DedupeWindow(2, List.of("a", "b", "c"));
        assertThat(window.ids()).containsExactly("b", "c");
        assertThat(window.isNew("b")).isFalse();
        assertThat(window.isNew("a")).isTrue();
        assertThat(window.ids()).containsExactly("c", "a");
    }
}
