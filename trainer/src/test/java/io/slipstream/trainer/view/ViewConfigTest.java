package io.slipstream.trainer.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipstream.schemas.config.ConfigException;
import io.slipstream.schemas.config.ConfigLoader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ViewConfigTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{crop-min-area: 0.5, crop-max-area: 0.4}          | crop-max-area       | crop-min-area, which is 0.5",
                "{blur-sigma-min: 1, blur-sigma-max: 0.5}          | blur-sigma-max      | blur-sigma-min, which is 1.0",
                "{local: {crop-min-area: 0.3, crop-max-area: 0.2}} | local.crop-max-area | crop-min-area, which is 0.3",
                "{local: {count: 33}}                              | local.count         | 0 to 32",
                "{interpolation: nearest}                          | interpolation       | bilinear, bicubic",
            })
    void valuesThatDoNotFitAreNamed(String yaml, String key, String message) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ConfigLoader.parse(yaml, "views.yaml", ViewConfig.class))
                .withMessageContaining(key)
                .withMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({"0, 224, 112", "0, 33, 16", "96, 224, 96"})
    void aLocalViewIsHalfAsLargeUnlessItsSizeIsGiven(int size, int global, int expected) {
        LocalViewConfig local =
                TestViews.config("{local: {size: " + size + "}}").local();
        assertThat(local.sizeBeside(global)).isEqualTo(expected);
    }
}
