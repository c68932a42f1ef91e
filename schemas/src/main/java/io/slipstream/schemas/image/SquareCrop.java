package io.slipstream.schemas.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.PixelInterleavedSampleModel;
import java.util.Arrays;

/**
 * The central square of an image, resized to the encoder's input: the same as resizing the short side and cutting the
 * centre out, but for the outermost pixel of the filter, and without resizing what is cut off.
 */
final class SquareCrop {

    private SquareCrop() {}

    /** Channel planes red, green, blue, each {@code size * size}, row by row. */
    static byte[] planes(BufferedImage image, int size) {
        BufferedImage rgb = RgbImage.of(image);
        int side = Math.min(rgb.getWidth(), rgb.getHeight());
        int left = (rgb.getWidth() - side) / 2;
        int top = (rgb.getHeight() - side) / 2;
        // A sub-image shares its parent's buffer, so offset and stride come from the raster.
        PixelInterleavedSampleModel layout = (PixelInterleavedSampleModel) rgb.getSampleModel();
        DataBufferByte buffer = (DataBufferByte) rgb.getRaster().getDataBuffer();
        int stride = layout.getScanlineStride();
        int x = left - rgb.getRaster().getSampleModelTranslateX();
        int y = top - rgb.getRaster().getSampleModelTranslateY();
        int origin = buffer.getOffset() + y * stride + x * 3;
        return side == size
                ? copy(buffer.getData(), origin, stride, size)
                : resize(buffer.getData(), origin, stride, side, size);
    }

    private static byte[] copy(byte[] bgr, int origin, int stride, int size) {
        byte[] planes = new byte[3 * size * size];
        for (int y = 0; y < size; y++) {
            int in = origin + y * stride;
            for (int out = y * size; out < (y + 1) * size; out++, in += 3) {
                planes[out] = bgr[in + 2];
                planes[out + size * size] = bgr[in + 1];
                planes[out + 2 * size * size] = bgr[in];
            }
        }
        return planes;
    }

    private static byte[] resize(byte[] bgr, int origin, int stride, int side, int size) {
        Resample filter = Resample.of(side, size);
        float[] rows = new float[side * size * 3];
        for (int y = 0; y < side; y++) {
            resizeRow(bgr, origin + y * stride, filter, rows, y * size * 3);
        }
        byte[] planes = new byte[3 * size * size];
        float[] line = new float[size * 3];
        for (int y = 0; y < size; y++) {
            resizeColumns(rows, filter, y, line);
            for (int x = 0; x < size; x++) {
                for (int channel = 0; channel < 3; channel++) {
                    planes[(channel * size + y) * size + x] = (byte) (line[x * 3 + 2 - channel] + 0.5f);
                }
            }
        }
        return planes;
    }

    private static void resizeRow(byte[] bgr, int start, Resample filter, float[] rows, int out) {
        for (int x = 0; x < filter.first.length; x++) {
            float blue = 0;
            float green = 0;
            float red = 0;
            int in = start + filter.first[x] * 3;
            for (float weight : filter.weights[x]) {
                blue += weight * (bgr[in] & 0xff);
                green += weight * (bgr[in + 1] & 0xff);
                red += weight * (bgr[in + 2] & 0xff);
                in += 3;
            }
            rows[out + x * 3] = blue;
            rows[out + x * 3 + 1] = green;
            rows[out + x * 3 + 2] = red;
        }
    }

    private static void resizeColumns(float[] rows, Resample filter, int y, float[] line) {
        Arrays.fill(line, 0);
        int in = filter.first[y] * line.length;
        for (float weight : filter.weights[y]) {
            for (int i = 0; i < line.length; i++) {
                line[i] += weight * rows[in + i];
            }
            in += line.length;
        }
    }
}
