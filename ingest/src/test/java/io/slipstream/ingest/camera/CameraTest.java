package io.slipstream.ingest.camera;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.schemas.config.ConfigLoader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class CameraTest {

    private static final Duration START = Duration.ZERO;
    private static final Duration AFTER = Duration.ofMinutes(3);

    private final Camera camera = camera(7);

    @Test
    void theSameSeedGivesTheSameFramesInAnyOrder() {
        // Given
        List<byte[]> forward = IntStream.range(0, 20)
                .mapToObj(number -> camera.frame(number % 4, number, START).jpeg())
                .toList();
        Camera other = camera(7);

        // When
        List<byte[]> backward = IntStream.iterate(19, number -> number >= 0, number -> number - 1)
                .mapToObj(number -> other.frame(number % 4, number, START).jpeg())
                .toList();

        // Then
        for (int number = 0; number < 20; number++) {
            assertThat(backward.get(19 - number)).isEqualTo(forward.get(number));
        }
    }

    @Test
    void anotherSeedGivesOtherFrames() {
        assertThat(camera(8).frame(0, 0, START).jpeg())
                .isNotEqualTo(camera.frame(0, 0, START).jpeg());
    }

    @Test
    void noFrameOfAProbeIsAFrameOfTheStream() {
        Set<ByteBuffer> stream = new HashSet<>();
        for (int number = 0; number < 1000; number++) {
            stream.add(ByteBuffer.wrap(camera.frame(number % 4, number, START).jpeg()));
        }

        assertThat(stream).hasSize(1000);
        for (int number = 0; number < 1000; number++) {
            PartClass part = camera.frame(number % 4, number, START).part();
            assertThat(stream)
                    .doesNotContain(ByteBuffer.wrap(
                            camera.probe(number % 4, number, START, part).jpeg()));
        }
    }

    @Test
    void aFrameIsAJpegOfTheConfiguredSize() throws IOException {
        Camera large = new Camera(new CameraConfig(7, 1, 96, 32, List.of()));

        BufferedImage image = decode(large.frame(0, 0, START));

        assertThat(image.getWidth()).isEqualTo(96);
        assertThat(image.getHeight()).isEqualTo(96);
    }

    @Test
    void everyLineMakesEveryPartAndMostlyInRuns() {
        for (int line = 0; line < 4; line++) {
            Set<PartClass> made = EnumSet.noneOf(PartClass.class);
            int sameAsBefore = 0;
            PartClass before = null;
            for (int number = 0; number < 3000; number++) {
                PartClass part = camera.part(line, number, START);
                made.add(part);
                sameAsBefore += part == before ? 1 : 0;
                before = part;
            }
            assertThat(made).containsExactlyElementsOf(PartClass.made(false));
            assertThat(sameAsBefore).isBetween(1500, 2700);
        }
    }

    @Test
    void aLampChangeMakesFramesDimmerAndWarmer() throws IOException {
        Camera drifting = drifting("lamp-change@2m");

        assertThat(mean(drifting, AFTER, CameraTest::brightness))
                .isLessThan(0.85 * mean(drifting, START, CameraTest::brightness));
        assertThat(mean(drifting, AFTER, CameraTest::redOverBlue))
                .isGreaterThan(1.2 * mean(drifting, START, CameraTest::redOverBlue));
    }

    @Test
    void aLensSmearTakesTheSharpnessOutOfFrames() throws IOException {
        Camera drifting = drifting("lens-smear@2m");

        assertThat(mean(drifting, AFTER, CameraTest::sharpness))
                .isLessThan(0.8 * mean(drifting, START, CameraTest::sharpness));
    }

    @Test
    void theNewPartIsMadeAfterItsEventOnly() {
        Camera drifting = drifting("new-part@2m");

        assertThat(IntStream.range(0, 2000).mapToObj(number -> drifting.part(0, number, AFTER.minusMinutes(2))))
                .doesNotContain(PartClass.U_CLIP);
        assertThat(IntStream.range(0, 2000).mapToObj(number -> drifting.part(0, number, AFTER)))
                .contains(PartClass.U_CLIP);
    }

    @Test
    void withoutDriftAFrameOfTheSameTimeIsTheSameHoweverManyEventsLieAhead() {
        assertThat(drifting("lens-smear@2m").frame(0, 5, START).jpeg())
                .isEqualTo(camera.frame(0, 5, START).jpeg());
    }

    private interface Measure {
        double of(BufferedImage image);
    }

    private static double mean(Camera camera, Duration time, Measure measure) throws IOException {
        double sum = 0;
        for (int number = 0; number < 200; number++) {
            sum += measure.of(decode(camera.probe(number % 4, number, time, PartClass.GEAR)));
        }
        return sum / 200;
    }

    private static double brightness(BufferedImage image) {
        return channel(image, 0) + channel(image, 1) + channel(image, 2);
    }

    private static double redOverBlue(BufferedImage image) {
        return channel(image, 0) / channel(image, 2);
    }

    private static double channel(BufferedImage image, int band) {
        double sum = 1;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                sum += image.getRaster().getSample(x, y, band);
            }
        }
        return sum;
    }

    private static double sharpness(BufferedImage image) {
        double sum = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 1; x < image.getWidth(); x++) {
                sum += Math.abs(
                        image.getRaster().getSample(x, y, 1) - image.getRaster().getSample(x - 1, y, 1));
            }
        }
        return sum;
    }

    private static BufferedImage decode(Frame frame) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(frame.jpeg()));
    }

    private static Camera camera(long seed) {
        return new Camera(new CameraConfig(seed, 4, 32, 32, List.of()));
    }

    private static Camera drifting(String event) {
        return new Camera(ConfigLoader.defaults(CameraConfig.class).withDrift(List.of(event)));
    }
}
