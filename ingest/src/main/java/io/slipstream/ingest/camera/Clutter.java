package io.slipstream.ingest.camera;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.CubicCurve2D;
import java.awt.geom.Ellipse2D;
import java.util.random.RandomGenerator;

/** What comes between lens and part: specks of dust, and at times a loose cable. Never hides more than a strip. */
final class Clutter {

    private static final double CABLE_SHARE = 0.25;

    private Clutter() {}

    static void paint(Graphics2D graphics, int size, RandomGenerator random) {
        int specks = random.nextInt(0, 5);
        for (int speck = 0; speck < specks; speck++) {
            float grey = (float) random.nextDouble();
            graphics.setColor(new Color(grey, grey, grey, 0.8f));
            double diameter = size * random.nextDouble(0.03, 0.09);
            graphics.fill(
                    new Ellipse2D.Double(random.nextDouble() * size, random.nextDouble() * size, diameter, diameter));
        }
        if (random.nextDouble() < CABLE_SHARE) {
            paintCable(graphics, size, random);
        }
    }

    private static void paintCable(Graphics2D graphics, int size, RandomGenerator random) {
        double from = random.nextDouble(-0.1, 1.1) * size;
        double to = random.nextDouble(-0.1, 1.1) * size;
        double bend = random.nextDouble(-0.3, 0.3) * size;
        boolean across = random.nextBoolean();
        CubicCurve2D cable = across
                ? new CubicCurve2D.Double(-2, from, size * 0.3, from + bend, size * 0.7, to - bend, size + 2.0, to)
                : new CubicCurve2D.Double(from, -2, from + bend, size * 0.3, to - bend, size * 0.7, to, size + 2.0);
        graphics.setColor(Tint.ofFinish(random.nextDouble(0.05, 0.6), random).shaded(1));
        graphics.setStroke(new BasicStroke((float) (size * random.nextDouble(0.04, 0.08))));
        graphics.draw(cable);
    }
}
