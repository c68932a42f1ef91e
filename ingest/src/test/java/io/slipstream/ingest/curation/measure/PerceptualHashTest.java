package io.slipstream.ingest.curation.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PerceptualHashTest {

    @Test
    void aPictureThatIsEncodedAgainOrResizedKeepsItsLook() throws IOException {
        BufferedImage picture = GoldenPictures.picture(4, 200, 150);
        long look = PerceptualHash.of(picture);

        assertThat(PerceptualHash.distance(look, PerceptualHash.of(asJpeg(picture))))
                .isLessThanOrEqualTo(4);
        assertThat(PerceptualHash.distance(look, PerceptualHash.of(GoldenPictures.picture(4, 400, 300))))
                .isLessThanOrEqualTo(4);
    }

    @Test
    void anotherPictureDiffersInManyBits() {
        long one = PerceptualHash.of(GoldenPictures.picture(1, 64, 64));

        for (int seed = 2; seed < 8; seed++) {
            assertThat(PerceptualHash.distance(one, PerceptualHash.of(GoldenPictures.picture(seed, 64, 64))))
                    .as("seed %d", seed)
                    .isGreaterThan(12);
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1", "1,40", "7,33", "31,32", "257,3", "2048,32"})
    void anySizeHasALookAndFlatPicturesHaveTheSameOne(int width, int height) {
        long dark = PerceptualHash.of(flat(width, height, 20));
        long bright = PerceptualHash.of(flat(width, height, 200));

        assertThat(dark).isEqualTo(bright).isEqualTo(1L << 63);
    }

    private static BufferedImage flat(int width, int height, int value) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(new Color(value, value, value));
        graphics.fillRect(0, 0, width, height);
        graphics.dispose();
        return image;
    }

    private static BufferedImage asJpeg(BufferedImage image) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "jpeg", bytes);
        BufferedImage read = ImageIO.read(new ByteArrayInputStream(bytes.toByteArray()));
        BufferedImage bgr = new BufferedImage(read.getWidth(), read.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
        bgr.createGraphics().drawImage(read, 0, 0, null);
        return bgr;
    }
}
