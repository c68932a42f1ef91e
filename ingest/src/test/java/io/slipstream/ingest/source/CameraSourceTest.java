package io.slipstream.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.ingest.camera.Camera;
import io.slipstream.ingest.camera.CameraConfig;
import io.slipstream.ingest.pace.Rate;
import io.slipstream.schemas.config.ConfigLoader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CameraSourceTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void linesTakeTurnsAndTheirClockMovesWithTheFrames() throws InterruptedException {
        List<RawImage> images = take(new CameraSource(camera(), Rate.UNLIMITED, 0, START), 9);

        assertThat(images).extracting(RawImage::source).startsWith("line-1", "line-2", "line-3", "line-4", "line-1");
        assertThat(images.get(8).captureTime()).isEqualTo(START.plusMillis(40));
        assertThat(images.get(8).origin()).isEqualTo("camera:line-1/2");
    }

    @Test
    void aLaterFirstFrameGoesOnWhereAnotherRunEnded() throws InterruptedException {
        List<RawImage> whole = take(new CameraSource(camera(), Rate.UNLIMITED, 0, START), 10);

        List<RawImage> rest = take(new CameraSource(camera(), Rate.UNLIMITED, 6, START), 4);

        for (int i = 0; i < 4; i++) {
            assertThat(rest.get(i).bytes()).isEqualTo(whole.get(6 + i).bytes());
            assertThat(rest.get(i).captureTime()).isEqualTo(whole.get(6 + i).captureTime());
        }
    }

    @Test
    void betweenTwoFramesThereIsNothing() throws InterruptedException {
        CameraSource source = new CameraSource(camera(), Rate.parse("0.001/s"), 0, START);
        take(source, 1);

        assertThat(source.pull(Duration.ofMillis(1))).isEqualTo(new Pull.Nothing());
    }

    private static List<RawImage> take(CameraSource source, int count) throws InterruptedException {
        List<RawImage> images = new ArrayList<>();
        while (images.size() < count) {
            if (source.pull(Duration.ofSeconds(1)) instanceof Pull.Image next) {
                images.add(next.image());
            }
        }
        return images;
    }

    private static Camera camera() {
        return new Camera(ConfigLoader.defaults(CameraConfig.class));
    }
}
