package io.slipstream.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.ingest.camera.Camera;
import io.slipstream.ingest.camera.CameraConfig;
import io.slipstream.ingest.pace.Rate;
import io.slipstream.schemas.config.ConfigLoader;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CameraSourceTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void linesTakeTurnsAndTheirClockMovesWithTheFrames() throws Exception {
        List<RawImage> images = take(camera(Rate.UNLIMITED, 0, Optional.empty()), 9);

        assertThat(images).extracting(RawImage::source).startsWith("line-1", "line-2", "line-3", "line-4", "line-1");
        assertThat(images.get(8).captureTime()).isEqualTo(START.plusMillis(40));
        assertThat(images.get(8).origin()).isEqualTo("camera:line-1/2");
    }

    @Test
    void aLaterFirstFrameGoesOnWhereAnotherRunEnded() throws Exception {
        List<RawImage> whole = take(camera(Rate.UNLIMITED, 0, Optional.empty()), 10);

        List<RawImage> rest = take(camera(Rate.UNLIMITED, 6, Optional.empty()), 4);

        for (int i = 0; i < 4; i++) {
            assertThat(rest.get(i).bytes()).isEqualTo(whole.get(6 + i).bytes());
            assertThat(rest.get(i).captureTime()).isEqualTo(whole.get(6 + i).captureTime());
        }
    }

    @Test
    void aCameraGoesOnAfterThePositionOfTheLastFrameByTheSameClock() throws Exception {
        List<RawImage> whole = take(camera(Rate.UNLIMITED, 0, Optional.empty()), 10);

        Camera same = new Camera(ConfigLoader.defaults(CameraConfig.class));
        Instant later = START.plusSeconds(3600);
        Optional<String> last = Optional.of(whole.get(5).position());
        List<RawImage> rest = take(CameraSource.open(same, Rate.UNLIMITED, 0, later, last), 4);

        assertThat(rest)
                .extracting(RawImage::origin)
                .isEqualTo(whole.subList(6, 10).stream().map(RawImage::origin).toList());
        assertThat(rest.get(0).captureTime()).isEqualTo(whole.get(6).captureTime());
    }

    @Test
    void betweenTwoFramesThereIsNothing() throws Exception {
        CameraSource source = camera(Rate.parse("0.001/s"), 0, Optional.empty());
        take(source, 1);

        assertThat(source.pull(Duration.ofMillis(1))).isEqualTo(new Pull.Nothing());
    }

    private static List<RawImage> take(CameraSource source, int count) throws Exception {
        List<RawImage> images = new ArrayList<>();
        while (images.size() < count) {
            if (source.pull(Duration.ofSeconds(1)) instanceof Pull.Image next) {
                images.add(next.image());
            }
        }
        return images;
    }

    private static CameraSource camera(Rate rate, long firstFrame, Optional<String> last) throws IOException {
        return CameraSource.open(new Camera(ConfigLoader.defaults(CameraConfig.class)), rate, firstFrame, START, last);
    }
}
