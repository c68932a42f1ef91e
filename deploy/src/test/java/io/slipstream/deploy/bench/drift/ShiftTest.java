package io.slipstream.deploy.bench.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.slipstream.deploy.bench.drift.Shift.Kind;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShiftTest {

    private static final int SIDE = 32;

    private final SplittableRandom random = new SplittableRandom(1);

    private static byte[] flat(int level) {
        byte[] planes = new byte[3 * SIDE * SIDE];
        Arrays.fill(planes, (byte) level);
        return planes;
    }

    private static double[] levels(byte[] planes) {
        return IntStream.range(0, planes.length)
                .mapToDouble(i -> planes[i] & 0xff)
                .toArray();
    }

    @Test
    void aThirdOfTheLightMissingLeavesTwoThirds() {
        byte[] seen = new Shift(Kind.BRIGHTNESS, 1.0 / 3).seen(flat(240), SIDE, random);

        assertThat(levels(seen)).containsOnly(160);
    }

    @Test
    void noiseHasTheDeviationAskedFor() {
        double[] seen = levels(new Shift(Kind.NOISE, 8).seen(flat(128), SIDE, random));

        double mean = Arrays.stream(seen).average().orElseThrow();
        double variance = Arrays.stream(seen)
                .map(level -> (level - mean) * (level - mean))
                .average()
                .orElseThrow();
        assertThat(mean).isCloseTo(128, within(0.5));
        assertThat(Math.sqrt(variance)).isCloseTo(8, within(0.4));
    }

    @Test
    void blurSpreadsAPointWithTheDeviationAskedForAndKeepsItsLight() {
        byte[] point = flat(0);
        int centre = SIDE * SIDE / 2 + SIDE / 2;
        point[centre] = (byte) 250;

        double[] seen = levels(new Shift(Kind.BLUR, 0.8).seen(point, SIDE, random));

        assertThat(seen[centre] / 250).isCloseTo(1 / (2 * Math.PI * 0.8 * 0.8), within(0.005)); // density at the centre
        assertThat(Arrays.stream(seen).sum()).isCloseTo(250, within(8.0)); // rounding
        assertThat(seen[centre + 1]).isEqualTo(seen[centre - SIDE]);
        assertThat(levels(new Shift(Kind.BLUR, 0.8).seen(flat(77), SIDE, random)))
                .containsOnly(77);
    }

    @Test
    void aShiftOfWhatIsShownLeavesThePixelsAlone() {
        byte[] planes = flat(77);

        assertThat(new Shift(Kind.NEW_CLASS, 0.4).seen(planes, SIDE, random)).isSameAs(planes);
        assertThat(Shift.NONE.seen(planes, SIDE, random)).isSameAs(planes);
    }
}
