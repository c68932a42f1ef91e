package io.slipstream.evaluator.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.slipstream.evaluator.GoldenCase;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ImageStatisticsTest {

    static List<GoldenCase> images() throws IOException {
        return GoldenCase.read("drift.json", "images");
    }

    @ParameterizedTest
    @MethodSource("images")
    void theyAgreeWithNumpyAndTheLaplacianOfOpenCv(GoldenCase golden) {
        int[] samples = golden.integers("bgr");
        byte[] bgr = new byte[samples.length];
        for (int i = 0; i < bgr.length; i++) {
            bgr[i] = (byte) samples[i];
        }

        ImageStatistics statistics = ImageStatistics.of(golden.integer("width"), golden.integer("height"), bgr);

        assertThat(statistics.brightness()).isCloseTo(golden.number("brightness"), within(1e-9));
        assertThat(statistics.contrast()).isCloseTo(golden.number("contrast"), within(1e-9));
        assertThat(statistics.sharpness()).isCloseTo(golden.number("sharpness"), within(1e-6));
    }

    @Test
    void anImageWithMissingSamplesIsRefused() {
        assertThatThrownBy(() -> ImageStatistics.of(2, 2, new byte[11]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("11 samples");
    }
}
