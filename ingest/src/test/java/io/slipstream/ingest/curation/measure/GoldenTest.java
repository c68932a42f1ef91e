package io.slipstream.ingest.curation.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Against imagehash and OpenCV; src/test/golden/curation/golden.py wrote the file. */
class GoldenTest {

    private static final String GOLDEN = "/curation/golden.csv";

    /** Their shrinking is Lanczos's, ours the mean of a cell: a few coefficients lie on the other side of the median. */
    private static final int OTHER_FILTER = 4;

    @ParameterizedTest
    @CsvFileSource(resources = GOLDEN, numLinesToSkip = 1)
    void measuresAreThoseOfOpenCv(
            int seed,
            int width,
            int height,
            String phash,
            String cells,
            double sharpness,
            double brightness,
            double entropy) {
        Quality quality = Quality.of(Luma.of(GoldenPictures.picture(seed, width, height)));

        assertThat(quality.sharpness()).isCloseTo(sharpness, within(1e-6));
        assertThat(quality.brightness()).isCloseTo(brightness, within(1e-6));
        assertThat(quality.entropy()).isCloseTo(entropy, within(1e-6));
    }

    @ParameterizedTest
    @CsvFileSource(resources = GOLDEN, numLinesToSkip = 1)
    void hashesAreThoseOfImagehash(int seed, int width, int height, String phash, String cells) {
        BufferedImage picture = GoldenPictures.picture(seed, width, height);

        long hash = PerceptualHash.of(picture);

        assertThat(PerceptualHash.distance(hash, Long.parseUnsignedLong(phash, 16)))
                .as("bits by which %016x differs from %s", hash, phash)
                .isLessThanOrEqualTo(OTHER_FILTER);
        if (cells != null) {
            assertThat(Long.toHexString(PerceptualHash.of(doubles(Luma.of(picture)))))
                    .isEqualTo(cells);
        }
    }

    private static double[][] doubles(Luma luma) {
        double[][] cells = new double[luma.height()][luma.width()];
        for (int y = 0; y < luma.height(); y++) {
            int row = y;
            Arrays.setAll(cells[y], x -> luma.at(x, row));
        }
        return cells;
    }
}
