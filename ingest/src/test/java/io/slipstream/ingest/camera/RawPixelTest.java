package io.slipstream.ingest.camera;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.image.BadImageException;
import io.slipstream.schemas.image.ImageLimits;
import io.slipstream.schemas.image.Images;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Light, colour and background decide how near two frames are pixel by pixel; shape has to be learnt. */
class RawPixelTest {

    private static final int IMAGES = 1000;
    private static final int BANK = 800;
    private static final int NEIGHBOURS = 20;

    private record Neighbour(PartClass part, long distance) {}

    @Test
    void nearestNeighboursInPixelsAreBetterThanChanceAndFarFromGood() throws BadImageException {
        // Given
        Camera camera = new Camera(ConfigLoader.defaults(CameraConfig.class));
        ImageLimits limits = ConfigLoader.defaults(ImageLimits.class);
        PartClass[] parts = new PartClass[IMAGES];
        byte[][] pixels = new byte[IMAGES][];
        for (int i = 0; i < IMAGES; i++) {
            parts[i] = PartClass.made(false).get(i % 8);
            Frame frame = camera.probe(i / 8 % 4, i, Duration.ofSeconds(i), parts[i]);
            pixels[i] = Images.toRgb(Images.decode(frame.jpeg(), limits), 32);
        }

        // When
        long right = IntStream.range(BANK, IMAGES)
                .filter(query -> vote(query, parts, pixels) == parts[query])
                .count();

        // Then
        assertThat((double) right / (IMAGES - BANK)).isBetween(0.20, 0.55);
    }

    private static PartClass vote(int query, PartClass[] parts, byte[][] pixels) {
        List<Neighbour> nearest = IntStream.range(0, BANK)
                .mapToObj(other -> new Neighbour(parts[other], distance(pixels[query], pixels[other])))
                .sorted(Comparator.comparingLong(Neighbour::distance))
                .limit(NEIGHBOURS)
                .toList();
        Map<PartClass, Integer> votes = new EnumMap<>(PartClass.class);
        nearest.forEach(neighbour -> votes.merge(neighbour.part(), 1, Integer::sum));
        return votes.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
    }

    private static long distance(byte[] one, byte[] other) {
        long sum = 0;
        for (int i = 0; i < one.length; i++) {
            int difference = (one[i] & 0xff) - (other[i] & 0xff);
            sum += (long) difference * difference;
        }
        return sum;
    }
}
