package io.slipstream.ingest.camera;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.util.random.RandomGenerator;

/**
 * One part on the belt, before light and sensor: what lies where, and in which colours.
 *
 * @param belt the belt under the part
 * @param part the part, placed in pixels of the frame
 * @param finish colour of the part; always lighter or darker than the belt by {@link #MIN_CONTRAST} or more
 * @param lampAngle direction the light comes from, radians: the lit edge, and away from it the shadow
 */
record Scene(Belt belt, PartDrawing part, Tint finish, double lampAngle) {

    /** Least difference of luminance between part and belt: a person can still tell the outline. */
    static final double MIN_CONTRAST = 0.28;

    static Scene sample(PartClass kind, LineStyle style, Lighting light, int size, RandomGenerator random) {
        Belt belt = Belt.sample(style, random);
        double fill = random.nextDouble(0.66, 0.88);
        double slack = 0.5 * (1 - fill) + 0.01;
        AffineTransform pose = AffineTransform.getTranslateInstance(
                size * (0.5 + random.nextDouble(-slack, slack)), size * (0.5 + random.nextDouble(-slack, slack)));
        pose.rotate(random.nextDouble(-0.3, 0.3));
        pose.scale(size * fill / 2 * (random.nextBoolean() ? 1 : -1), size * fill / 2);
        Tint finish = Tint.ofFinish(contrasting(belt.base().luminance(), random), random);
        return new Scene(belt, PartDrawing.of(kind, random).placed(pose), finish, light.angle());
    }

    /** A luminance from 0.08 to 0.95 at least {@link #MIN_CONTRAST} away from the belt's. */
    private static double contrasting(double belt, RandomGenerator random) {
        double darkest = 0.05;
        double lightest = 0.92;
        double darker = Math.max(0, belt - MIN_CONTRAST - darkest);
        double lighter = Math.max(0, lightest - belt - MIN_CONTRAST);
        double point = random.nextDouble() * (darker + lighter);
        return point < darker ? darkest + point : belt + MIN_CONTRAST + (point - darker);
    }

    void paint(Graphics2D graphics, int[] pixels, int size) {
        belt.paint(pixels, size);
        double dx = Math.cos(lampAngle) * size;
        double dy = Math.sin(lampAngle) * size;

        graphics.translate(-0.045 * dx, -0.045 * dy);
        graphics.setColor(new Color(0, 0, 0, 90));
        graphics.fill(part.body());
        graphics.translate(0.045 * dx, 0.045 * dy);

        float mid = size / 2f;
        graphics.setPaint(new GradientPaint(
                mid + (float) dx / 2,
                mid + (float) dy / 2,
                finish.shaded(1.2),
                mid - (float) dx / 2,
                mid - (float) dy / 2,
                finish.shaded(0.8)));
        graphics.fill(part.body());

        graphics.setStroke(new BasicStroke(size / 40f));
        graphics.setColor(finish.shaded(0.6));
        graphics.draw(part.relief());
        graphics.setColor(finish.shaded(0.72));
        graphics.draw(part.body());
    }
}
