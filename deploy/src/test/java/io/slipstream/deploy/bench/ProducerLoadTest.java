package io.slipstream.deploy.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.image.ImageLimits;
import io.slipstream.schemas.image.Images;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProducerLoadTest {

    @Test
    void theLastReportCountsBecauseItLeavesTheWarmUpOut() throws IOException {
        String said = """
                24001 records sent, 4800.2 records/sec (46.88 MB/sec), 3.1 ms avg latency, 210.0 ms max latency.
                36000 records sent, 5100.0 records/sec (49.80 MB/sec), 2.9 ms avg latency, 210.00 ms max latency, 2 ms 50th.
                30000 steady state records sent, 5432.1 records/sec (53.05 MB/sec), 2.1 ms avg latency, 9.00 ms max latency.
                """;

        assertThat(ProducerLoad.rate(said)).isEqualTo(5432.1);
    }

    @Test
    void aContenderThatReportsNothingIsAFailureWithWhatItSaid() {
        assertThatThrownBy(() -> ProducerLoad.rate("no broker"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no broker");
    }

    @ParameterizedTest
    @ValueSource(ints = {TestImage.SMALLEST, 10_240, 102_400})
    void aTestImageHasTheSizeAskedForAndAGoodHeader(int size) throws Exception {
        List<byte[]> images = TestImage.several(size);

        assertThat(images).allSatisfy(image -> assertThat(image).hasSize(size));
        assertThat(images.get(0)).isNotEqualTo(images.get(1)).isEqualTo(TestImage.one(size, 0));
        assertThat(Images.readHeader(images.get(0), ConfigLoader.defaults(ImageLimits.class))
                        .width())
                .isEqualTo(32);
    }

    @Test
    void theMedianIsTheMiddleOrTheMeanOfTheMiddleTwo() {
        assertThat(IngestReport.median(List.of(3.0, 1.0, 9.0))).isEqualTo(3.0);
        assertThat(IngestReport.median(List.of(3.0, 1.0, 9.0, 5.0))).isEqualTo(4.0);
    }
}
