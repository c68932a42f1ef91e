package io.slipstream.ingest.camera;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.random.RandomGenerator;

/** Renders frames of one size into one reused image. Not thread-safe. */
final class FrameRenderer {

    private final int size;
    private final BufferedImage image;
    private final int[] pixels;

    FrameRenderer(int size) {
        this.size = size;
        this.image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        this.pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    }

    /**
     * Renders one frame.
     *
     * @param seconds time since the lines were started
     * @return the image, valid until the next call
     */
    BufferedImage render(PartClass part, LineStyle style, DriftState drift, double seconds, RandomGenerator random) {
        Lighting light = Lighting.sample(style, drift, seconds, random);
        Scene scene = Scene.sample(part, style, light, size, random);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            scene.paint(graphics, pixels, size);
            Clutter.paint(graphics, size, random);
        } finally {
            graphics.dispose();
        }
        if (drift.lensSmeared()) {
            Smear.apply(pixels, size, style.lampAngle());
        }
        Sensor.expose(pixels, size, light, random);
        return image;
    }
}
