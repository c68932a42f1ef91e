package io.slipstream.trainer.method;

import java.nio.ByteBuffer;

/** Images with something to learn: every one has a direction, a width and two colours of its own. */
final class Stripes {

    private Stripes() {}

    /** uint8 RGB planes of {@code count} images of {@code size} pixels a side. */
    static ByteBuffer images(int count, int size) {
        ByteBuffer pixels = ByteBuffer.allocateDirect(count * 3 * size * size);
        for (int image = 0; image < count; image++) {
            int width = 1 + image % 3;
            for (int channel = 0; channel < 3; channel++) {
                int light = 40 + (image * 53 + channel * 91) % 216;
                for (int i = 0; i < size * size; i++) {
                    int along = image % 2 == 0 ? i % size : i / size;
                    pixels.put((byte) (along / width % 2 == 0 ? light : 255 - light));
                }
            }
        }
        return pixels.flip();
    }
}
