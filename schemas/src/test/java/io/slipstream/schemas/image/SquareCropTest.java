package io.slipstream.schemas.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SquareCropTest {

    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_3BYTE_BGR, BufferedImage.TYPE_INT_ARGB})
    void anImageOfTheRightSizeIsCopiedIntoPlanes(int type) {
        BufferedImage picture = TestImages.picture(32, 32, type, 5);

        byte[] planes = Images.toRgb(picture, 32);

        for (int y = 0; y < 32; y++) {
            for (int x = 0; x < 32; x++) {
                int alpha = picture.getRGB(x, y) >>> 24;
                int rgb = alpha == 0 ? 0xffffff : picture.getRGB(x, y);
                assertThat(pixel(planes, 32, x, y)).containsExactly(rgb >> 16 & 0xff, rgb >> 8 & 0xff, rgb & 0xff);
            }
        }
    }

    @Test
    void aLongImageIsCutInTheMiddle() {
        BufferedImage wide = TestImages.picture(20, 8);
        BufferedImage high = TestImages.picture(8, 21);

        assertThat(Images.toRgb(wide, 8)).isEqualTo(Images.toRgb(wide.getSubimage(6, 0, 8, 8), 8));
        assertThat(Images.toRgb(high, 8)).isEqualTo(Images.toRgb(high.getSubimage(0, 6, 8, 8), 8));
    }

    @Test
    void aPartOfALargerImageIsReadInPlace() {
        BufferedImage whole = TestImages.picture(30, 30, BufferedImage.TYPE_3BYTE_BGR, 2);
        BufferedImage part = whole.getSubimage(7, 11, 9, 9);
        BufferedImage copy = new BufferedImage(9, 9, BufferedImage.TYPE_3BYTE_BGR);
        copy.createGraphics().drawImage(part, 0, 0, null);

        assertThat(Images.toRgb(part, 9)).isEqualTo(Images.toRgb(copy, 9));
        assertThat(Images.toRgb(part, 4)).isEqualTo(Images.toRgb(copy, 4));
    }

    @ParameterizedTest
    @CsvSource({"64, 64, 32", "100, 70, 32", "33, 90, 32", "7, 9, 32", "1, 1, 4", "500, 3, 2", "31, 31, 32"})
    void anEvenColorStaysThatColorAtAnySize(int width, int height, int size) {
        BufferedImage even = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < width * height; i++) {
            even.setRGB(i % width, i / width, 0xff8001);
        }

        byte[] planes = Images.toRgb(even, size);

        assertThat(planes).hasSize(3 * size * size);
        for (int i = 0; i < size * size; i++) {
            assertThat(pixel(planes, size, i % size, i / size)).containsExactly(0xff, 0x80, 0x01);
        }
    }

    @Test
    void shrinkingByAWholeNumberAveragesBlocks() {
        BufferedImage picture = TestImages.picture(32, 32);
        byte[] planes = Images.toRgb(picture, 8);

        for (int y = 0; y < 8; y++) {
            for (int x = 0; x < 8; x++) {
                int red = 0;
                for (int i = 0; i < 16; i++) {
                    red += picture.getRGB(4 * x + i % 4, 4 * y + i / 4) >> 16 & 0xff;
                }
                assertThat((double) pixel(planes, 8, x, y)[0]).isBetween(red / 16.0 - 0.51, red / 16.0 + 0.51);
            }
        }
    }

    @Test
    void enlargingInterpolatesBetweenPixelCentres() {
        BufferedImage two = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
        two.setRGB(1, 0, 0xffffff);
        two.setRGB(1, 1, 0xffffff);

        byte[] planes = Images.toRgb(two, 4);

        for (int y = 0; y < 4; y++) {
            assertThat(new int[] {
                        pixel(planes, 4, 0, y)[0],
                        pixel(planes, 4, 1, y)[0],
                        pixel(planes, 4, 2, y)[0],
                        pixel(planes, 4, 3, y)[0]
                    })
                    .containsExactly(0, 64, 191, 255);
        }
    }

    @Test
    void aSizeOfZeroIsRefused() {
        assertThatThrownBy(() -> Images.toRgb(TestImages.picture(2, 2), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static int[] pixel(byte[] planes, int size, int x, int y) {
        int[] rgb = new int[3];
        for (int channel = 0; channel < 3; channel++) {
            rgb[channel] = planes[(channel * size + y) * size + x] & 0xff;
        }
        return rgb;
    }
}
