package io.slipstream.schemas.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SourceKeyTest {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._:/-]{1,200}");

    @Test
    void hasTheCharactersItsFormNames() {
        for (int c = 0; c <= Character.MAX_VALUE; c++) {
            String key = "a" + (char) c;
            assertThat(SourceKey.isValid(key))
                    .as("U+%04x", c)
                    .isEqualTo(FORM.matcher(key).matches());
        }
    }

    @Test
    void hasOneTo200Characters() {
        assertThat(SourceKey.isValid("")).isFalse();
        assertThat(SourceKey.isValid("a".repeat(200))).isTrue();
        assertThat(SourceKey.isValid("a".repeat(201))).isFalse();
    }
}
