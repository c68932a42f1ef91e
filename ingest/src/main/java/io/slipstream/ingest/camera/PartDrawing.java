package io.slipstream.ingest.camera;

import java.awt.BasicStroke;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.util.random.RandomGenerator;

/**
 * The drawing of one part in its own coordinates: about the square from -1 to 1, y pointing down.
 *
 * <p>No two parts of a class have the same proportions, but all have what makes the class: teeth, a hole, six corners.
 *
 * @param body the silhouette, holes left out (even-odd rule)
 * @param relief lines engraved in the body, drawn with a thin pen: threads, chamfers, windings
 */
record PartDrawing(Shape body, Shape relief) {

    static PartDrawing of(PartClass part, RandomGenerator random) {
        return switch (part) {
            case GEAR -> gear(random);
            case WASHER -> washer(random);
            case HEX_NUT -> hexNut(random);
            case BOLT -> bolt(random);
            case L_BRACKET -> bracket(random);
            case SPRING -> spring(random);
            case PERFORATED_PLATE -> plate(random);
            case T_JOINT -> joint(random);
            case U_CLIP -> clip(random);
        };
    }

    private static PartDrawing gear(RandomGenerator random) {
        int teeth = random.nextInt(7, 11);
        double root = random.nextDouble(0.66, 0.74);
        double pitch = 2 * Math.PI / teeth;
        Path2D body = evenOdd();
        for (int tooth = 0; tooth < teeth; tooth++) {
            double angle = tooth * pitch;
            lineTo(body, angle, root);
            lineTo(body, angle + 0.14 * pitch, 1);
            lineTo(body, angle + 0.46 * pitch, 1);
            lineTo(body, angle + 0.60 * pitch, root);
        }
        body.closePath();
        body.append(circle(random.nextDouble(0.18, 0.36)), false);
        return new PartDrawing(body, circle(root - 0.12));
    }

    private static PartDrawing washer(RandomGenerator random) {
        double hole = random.nextDouble(0.40, 0.66);
        Path2D body = evenOdd();
        body.append(circle(0.95), false);
        body.append(circle(hole), false);
        return new PartDrawing(body, circle((0.95 + hole) / 2));
    }

    private static PartDrawing hexNut(RandomGenerator random) {
        Path2D body = evenOdd();
        for (int corner = 0; corner < 6; corner++) {
            lineTo(body, corner * Math.PI / 3, 1);
        }
        body.closePath();
        double hole = random.nextDouble(0.34, 0.50);
        body.append(circle(hole), false);
        return new PartDrawing(body, circle(0.80));
    }

    private static PartDrawing bolt(RandomGenerator random) {
        double head = random.nextDouble(0.58, 0.72);
        double shank = random.nextDouble(0.24, 0.32);
        double neck = random.nextDouble(-0.56, -0.44);
        Path2D body = evenOdd();
        polygon(body, -head, -1, head, -1, head, neck, shank, neck, shank, 0.88, 0.7 * shank, 1, -0.7 * shank, 1);
        polygonEnd(body, -shank, 0.88, -shank, neck, -head, neck);
        Path2D threads = new Path2D.Double();
        for (double y = neck + 0.35; y < 0.9; y += 0.2) {
            threads.moveTo(-shank, y);
            threads.lineTo(shank, y - 0.1);
        }
        return new PartDrawing(body, threads);
    }

    private static PartDrawing bracket(RandomGenerator random) {
        double leg = random.nextDouble(0.46, 0.62);
        Path2D body = evenOdd();
        polygon(body, -0.85, -0.95, -0.85 + leg, -0.95, -0.85 + leg, 0.95 - leg, 0.9, 0.95 - leg);
        polygonEnd(body, 0.9, 0.95, -0.85, 0.95);
        double bore = random.nextDouble(0.10, 0.15);
        body.append(circle(-0.85 + leg / 2, -0.62, bore), false);
        body.append(circle(0.56, 0.95 - leg / 2, bore), false);
        Path2D bend = new Path2D.Double();
        bend.moveTo(-0.85, 0.95);
        bend.lineTo(-0.85 + leg, 0.95 - leg);
        return new PartDrawing(body, bend);
    }

    private static PartDrawing spring(RandomGenerator random) {
        int turns = random.nextInt(4, 6);
        double width = random.nextDouble(0.55, 0.70);
        double step = 1.8 / turns;
        Path2D wire = new Path2D.Double();
        Path2D back = new Path2D.Double();
        wire.moveTo(-width, -0.9);
        for (int turn = 0; turn < turns; turn++) {
            double y = -0.9 + turn * step;
            wire.lineTo(width, y + step / 2);
            wire.lineTo(-width, y + step);
            back.moveTo(width, y + step / 2);
            back.lineTo(-width, y + step);
        }
        float thickness = (float) random.nextDouble(0.17, 0.22);
        Shape body = new BasicStroke(thickness, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND).createStrokedShape(wire);
        return new PartDrawing(body, back);
    }

    private static PartDrawing plate(RandomGenerator random) {
        double halfHeight = random.nextDouble(0.70, 0.95);
        int columns = 3;
        int rows = halfHeight > 0.82 ? 3 : 2;
        Path2D body = evenOdd();
        body.append(new RoundRectangle2D.Double(-0.95, -halfHeight, 1.9, 2 * halfHeight, 0.2, 0.2), false);
        double bore = random.nextDouble(0.15, 0.19);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                double x = -0.95 + 1.9 * (column + 0.5) / columns;
                double y = -halfHeight + 2 * halfHeight * (row + 0.5) / rows;
                body.append(circle(x, y, bore), false);
            }
        }
        return new PartDrawing(body, new Path2D.Double());
    }

    private static PartDrawing joint(RandomGenerator random) {
        double pipe = random.nextDouble(0.24, 0.32);
        double flange = pipe + random.nextDouble(0.08, 0.14);
        double axis = -0.42;
        Path2D body = new Path2D.Double(Path2D.WIND_NON_ZERO);
        body.append(new Rectangle2D.Double(-0.95, axis - pipe, 1.9, 2 * pipe), false);
        body.append(new Rectangle2D.Double(-pipe, axis, 2 * pipe, 0.92 - axis), false);
        body.append(new Rectangle2D.Double(-1, axis - flange, 0.28, 2 * flange), false);
        body.append(new Rectangle2D.Double(0.72, axis - flange, 0.28, 2 * flange), false);
        body.append(new Rectangle2D.Double(-flange, 0.68, 2 * flange, 0.28), false);
        Path2D seams = new Path2D.Double();
        seams.moveTo(-pipe, axis + pipe);
        seams.lineTo(0, axis);
        seams.lineTo(pipe, axis + pipe);
        return new PartDrawing(body, seams);
    }

    private static PartDrawing clip(RandomGenerator random) {
        double half = random.nextDouble(0.55, 0.72);
        Path2D bow = new Path2D.Double();
        bow.moveTo(-half, -0.85);
        bow.lineTo(-half, 0.2);
        bow.curveTo(-half, 1.05, half, 1.05, half, 0.2);
        bow.lineTo(half, -0.85);
        float thickness = (float) random.nextDouble(0.30, 0.42);
        Shape body = new BasicStroke(thickness, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND).createStrokedShape(bow);
        return new PartDrawing(body, bow);
    }

    /** This drawing moved into the frame by {@code pose}. */
    PartDrawing placed(AffineTransform pose) {
        return new PartDrawing(pose.createTransformedShape(body), pose.createTransformedShape(relief));
    }

    private static Path2D evenOdd() {
        return new Path2D.Double(Path2D.WIND_EVEN_ODD);
    }

    private static Shape circle(double radius) {
        return circle(0, 0, radius);
    }

    private static Shape circle(double x, double y, double radius) {
        return new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius);
    }

    private static void lineTo(Path2D path, double angle, double radius) {
        double x = radius * Math.cos(angle);
        double y = radius * Math.sin(angle);
        if (path.getCurrentPoint() == null) {
            path.moveTo(x, y);
        } else {
            path.lineTo(x, y);
        }
    }

    private static void polygon(Path2D path, double... xy) {
        path.moveTo(xy[0], xy[1]);
        for (int i = 2; i < xy.length; i += 2) {
            path.lineTo(xy[i], xy[i + 1]);
        }
    }

    private static void polygonEnd(Path2D path, double... xy) {
        for (int i = 0; i < xy.length; i += 2) {
            path.lineTo(xy[i], xy[i + 1]);
        }
        path.closePath();
    }
}
