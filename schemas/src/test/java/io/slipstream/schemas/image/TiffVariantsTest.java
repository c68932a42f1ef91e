package io.slipstream.schemas.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.schemas.config.ConfigLoader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TiffVariantsTest {

    private static final ImageLimits LIMITS = ConfigLoader.defaults(ImageLimits.class);

    @ParameterizedTest(name = "{0} x {1} in tiles of {2} x {3}, {4}")
    @CsvSource({
        "64, 64, 64, 64, LZW",
        "60, 50, 64, 64, LZW",
        "60, 50, 64, 64, Deflate",
        "60, 50, 64, 64, PackBits",
        "100, 70, 32, 16, LZW",
        "400, 300, 400, 304, LZW"
    })
    void tilesAreReadHoweverManyThereAre(int width, int height, int tileWidth, int tileHeight, String compression)
            throws Exception {
        BufferedImage image = shaded(width, height, BufferedImage.TYPE_3BYTE_BGR);
        ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff").next();
        ImageWriteParam parameters = writer.getDefaultWriteParam();
        parameters.setTilingMode(ImageWriteParam.MODE_EXPLICIT);
        parameters.setTiling(tileWidth, tileHeight, 0, 0);

        requireSame(Images.decode(write(image, writer, parameters, compression), LIMITS), image);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"CCITT RLE", "CCITT T.4", "CCITT T.6", "LZW", "Deflate", "ZLib", "PackBits"})
    void blackAndWhiteIsReadInEveryCompression(String compression) throws Exception {
        BufferedImage image = shaded(61, 47, BufferedImage.TYPE_BYTE_BINARY);
        ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff").next();

        requireSame(Images.decode(write(image, writer, writer.getDefaultWriteParam(), compression), LIMITS), image);
    }

    private static byte[] write(BufferedImage image, ImageWriter writer, ImageWriteParam parameters, String compression)
            throws IOException {
        parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        parameters.setCompressionType(compression);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static BufferedImage shaded(int width, int height, int type) {
        BufferedImage image = new BufferedImage(width, height, type);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, (x * 5 % 256) << 16 | (y * 5 % 256) << 8 | x * y % 256);
            }
        }
        return image;
    }

    private static void requireSame(BufferedImage found, BufferedImage expected) {
        assertThat(found.getWidth()).isEqualTo(expected.getWidth());
        assertThat(found.getHeight()).isEqualTo(expected.getHeight());
        int width = expected.getWidth();
        assertThat(found.getRGB(0, 0, width, expected.getHeight(), null, 0, width))
                .isEqualTo(expected.getRGB(0, 0, width, expected.getHeight(), null, 0, width));
    }
}
