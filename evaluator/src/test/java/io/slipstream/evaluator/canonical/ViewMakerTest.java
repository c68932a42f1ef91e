package io.slipstream.evaluator.canonical;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ViewMakerTest {

    private static final int SIZE = 24;

    private final ViewMaker views = new ViewMaker(new ViewConfig(100, 10, 0.3, 0.4), 1);

    @Test
    void aViewIsTheSameWheneverItIsAskedFor() {
        byte[] image = noise();

        assertThat(views.view(image, SIZE, 3, 2)).isEqualTo(views.view(image.clone(), SIZE, 3, 2));
    }

    @Test
    void viewsOfAnImageDifferAndSoDoThoseOfAnotherSeed() {
        byte[] image = noise();

        assertThat(IntStream.range(0, 20)
                        .mapToObj(view -> Arrays.hashCode(views.view(image, SIZE, 0, view)))
                        .distinct())
                .hasSize(20);
        assertThat(new ViewMaker(new ViewConfig(100, 10, 0.3, 0.4), 2).view(image, SIZE, 0, 0))
                .isNotEqualTo(views.view(image, SIZE, 0, 0));
    }

    @Test
    void withoutJitterAViewShowsOnlyColoursOfItsImage() {
        byte[] grey = new byte[3 * SIZE * SIZE];
        Arrays.fill(grey, (byte) 200);
        ViewMaker plain = new ViewMaker(new ViewConfig(100, 10, 0.3, 0), 1);

        for (int view = 0; view < 20; view++) {
            assertThat(plain.view(grey, SIZE, 0, view)).isEqualTo(grey);
        }
    }

    @Test
    void aCropOfTheWholeImageIsTheImageOrItsMirrorImage() {
        byte[] image = noise();
        byte[] mirrored = new byte[image.length];
        for (int i = 0; i < image.length; i++) {
            mirrored[i] = image[i - i % SIZE + SIZE - 1 - i % SIZE];
        }
        ViewMaker whole = new ViewMaker(new ViewConfig(100, 10, 1, 0), 1);

        for (int view = 0; view < 20; view++) {
            assertThat(whole.view(image, SIZE, 0, view)).isIn(image, mirrored);
        }
    }

    private static byte[] noise() {
        SplittableRandom random = new SplittableRandom(5);
        byte[] image = new byte[3 * SIZE * SIZE];
        random.nextBytes(image);
        return image;
    }
}
