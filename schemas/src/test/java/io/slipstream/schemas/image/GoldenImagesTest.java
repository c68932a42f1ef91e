package io.slipstream.schemas.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.schemas.config.ConfigLoader;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Compares with the pixels Pillow reads; src/test/golden/images.py made the files. */
class GoldenImagesTest {

    private static final ImageLimits LIMITS = ConfigLoader.defaults(ImageLimits.class);

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "/golden/images/index.csv")
    void everyVariantIsReadAsPillowReadsIt(
            String file, String contentType, int width, int height, String pixels, double tolerance)
            throws BadImageException {
        byte[] bytes = TestImages.golden(file);
        byte[] ppm = TestImages.golden(pixels);

        assertThat(Images.readHeader(bytes, LIMITS)).isEqualTo(new ImageHeader(contentType, width, height));
        BufferedImage decoded = Images.decode(bytes, LIMITS);

        String header = "P6\n" + decoded.getWidth() + " " + decoded.getHeight() + "\n255\n";
        assertThat(new String(ppm, 0, header.length(), StandardCharsets.US_ASCII))
                .isEqualTo(header);
        assertThat(meanDifference(decoded, ppm, header.length())).isLessThanOrEqualTo(tolerance);
    }

    private static double meanDifference(BufferedImage image, byte[] ppm, int from) {
        int[] samples = image.getRaster().getPixels(0, 0, image.getWidth(), image.getHeight(), (int[]) null);
        double sum = 0;
        for (int i = 0; i < samples.length; i++) {
            sum += Math.abs(samples[i] - (ppm[from + i] & 0xff));
        }
        return sum / samples.length;
    }
}
