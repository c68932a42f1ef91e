package io.slipstream.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardListTest {

    @Test
    void rangesCountWithTheirDigitsAndListsAreListed() {
        assertThat(ShardList.expand("a-{008..011}.tar"))
                .containsExactly("a-008.tar", "a-009.tar", "a-010.tar", "a-011.tar");
        assertThat(ShardList.expand("{b,a}-{1..0}")).containsExactly("b-1", "b-0", "a-1", "a-0");
        assertThat(ShardList.expand("plain.tar")).containsExactly("plain.tar");
        assertThat(ShardList.expand("{000000..000123}.tar")).hasSize(124).last().isEqualTo("000123.tar");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{a}", "{a..c}", "{0..99999999}", "{0..9999}{0..9999}", "{0..999999999999999999}"})
    void otherBracesAndTooManyNamesAreRefused(String pattern) {
        assertThatThrownBy(() -> ShardList.expand(pattern))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected");
    }
}
