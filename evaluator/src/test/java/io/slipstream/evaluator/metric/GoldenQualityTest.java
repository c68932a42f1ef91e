package io.slipstream.evaluator.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.slipstream.evaluator.GoldenCase;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenQualityTest {

    static List<GoldenCase> cases() throws IOException {
        return GoldenCase.read("probes.json", "qualities");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void lidarAgreesWithTheInverseSquareRootByEigenvectors(GoldenCase golden) {
        assertThat(Lidar.of(golden.embeddings("embeddings", "dim"), golden.integer("viewsPerImage")))
                .isCloseTo(golden.number("lidar"), within(1e-6));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void alphaReqAgreesWithTheWeightedFitOfNumpy(GoldenCase golden) {
        AlphaReq alphaReq = new AlphaReq(golden.integer("firstRank"), golden.integer("lastRank"));

        assertThat(alphaReq.of(golden.embeddings("embeddings", "dim")))
                .isCloseTo(golden.number("alphaReq"), within(1e-6));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void alignmentAndUniformityAgreeWithTorch(GoldenCase golden) {
        Embeddings views = golden.embeddings("embeddings", "dim");

        assertThat(Alignment.of(everyOther(views, 0), everyOther(views, 1)))
                .isCloseTo(golden.number("alignment"), within(1e-6));
        assertThat(Uniformity.of(views)).isCloseTo(golden.number("uniformity"), within(1e-6));
    }

    private static Embeddings everyOther(Embeddings views, int first) {
        return views.rows(
                IntStream.range(0, views.count() / 2).map(i -> 2 * i + first).toArray());
    }
}
