package io.slipstream.ingest.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.ingest.fuzz.ImageCheck.Accepted;
import io.slipstream.ingest.fuzz.ImageCheck.Hung;
import io.slipstream.ingest.fuzz.ImageCheck.Refused;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.image.ImageLimits;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ImageCheckTest {

    private static final ImageLimits LIMITS = ConfigLoader.defaults(ImageLimits.class);

    @Test
    void anImageThatTakesTooLongHangsAndTheNextOneIsCheckedAllTheSame() throws Exception {
        try (ImageCheck check = new ImageCheck(LIMITS, Duration.ofMillis(500))) {
            assertThat(check.check(Bomb.JPEG_SCANS.seed().bytes()).outcome()).isEqualTo(new Hung());

            assertThat(check.check(SeedImages.synthetic().get(0).bytes()).outcome())
                    .isEqualTo(new Accepted());
            assertThat(check.check(new byte[0]).outcome()).isEqualTo(new Refused("EMPTY"));
        }
    }
}
