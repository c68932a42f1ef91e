package io.slipstream.deploy.bench.continual;

import io.slipstream.deploy.bench.continual.ContinualReport.ArmFigures;
import java.util.List;
import java.util.Locale;

/** A report as a picture: accuracy on the tasks so far, after each task, a line for each arm; SVG, pure. */
final class ContinualPlot {

    private static final int WIDTH = 720;
    private static final int HEIGHT = 420;
    private static final int LEFT = 60;
    private static final int RIGHT = 560;
    private static final int TOP = 40;
    private static final int BOTTOM = 370;
    private static final int LINES = 5;
    private static final List<String> COLOURS =
            List.of("#4269d0", "#efb118", "#ff725c", "#6cc5b0", "#3ca951", "#ff8ab7", "#a463f2", "#97bbf5", "#9c6b4e");

    private final ContinualReport report;
    private final double[][] means;
    private final double lowest;
    private final double highest;

    private ContinualPlot(ContinualReport report) {
        this.report = report;
        this.means = report.arms().stream().map(ContinualPlot::soFar).toArray(double[][]::new);
        double low = 1;
        double high = 0;
        for (double[] arm : means) {
            for (double value : arm) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        this.lowest = Math.floor(low * 20) / 20;
        this.highest = Math.max(lowest + 0.05, Math.ceil(high * 20) / 20);
    }

    /** The picture as an SVG document. */
    static String svg(ContinualReport report) {
        return new ContinualPlot(report).drawn();
    }

    /** Mean over seeds of the accuracy on the tasks so far, by task. */
    private static double[] soFar(ArmFigures arm) {
        int tasks = arm.runs().get(0).tasks().size();
        double[] means = new double[tasks];
        for (ContinualRun.Outcome run : arm.runs()) {
            for (int i = 0; i < tasks; i++) {
                for (int j = 0; j <= i; j++) {
                    means[i] += run.accuracy()[i][j] / ((i + 1) * arm.runs().size());
                }
            }
        }
        return means;
    }

    private String drawn() {
        StringBuilder svg = new StringBuilder(line(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">",
                WIDTH, HEIGHT));
        svg.append(line("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", WIDTH, HEIGHT));
        svg.append(text(
                LEFT,
                TOP - 16,
                "start",
                "kNN accuracy on the tasks so far: %s, %s budget, %s"
                        .formatted(report.protocol(), report.budget(), report.method())));
        for (int i = 0; i <= LINES; i++) {
            double value = lowest + (highest - lowest) * i / LINES;
            svg.append(line(
                    "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>",
                    LEFT, RIGHT, y(value), y(value)));
            svg.append(text(LEFT - 8, y(value) + 4, "end", String.format(Locale.ROOT, "%.0f %%", 100 * value)));
        }
        int tasks = means[0].length;
        for (int t = 0; t < tasks; t++) {
            svg.append(text(x(t, tasks), BOTTOM + 18, "middle", Integer.toString(t + 1)));
        }
        svg.append(text((LEFT + RIGHT) / 2.0, BOTTOM + 38, "middle", "tasks seen"));
        for (int a = 0; a < means.length; a++) {
            svg.append(arm(a));
        }
        return svg.append("</svg>\n").toString();
    }

    private String arm(int index) {
        double[] values = means[index];
        String colour = COLOURS.get(index % COLOURS.size());
        StringBuilder points = new StringBuilder();
        for (int t = 0; t < values.length; t++) {
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(t, values.length), y(values[t])));
        }
        int row = TOP + 20 * index;
        ArmFigures arm = report.arms().get(index);
        return line("<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>", points, colour)
                + line(
                        "<line x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\" stroke=\"%s\" stroke-width=\"2\"/>",
                        RIGHT + 14, RIGHT + 32, row, row, colour)
                + text(
                        RIGHT + 38,
                        row + 4,
                        "start",
                        String.format(
                                Locale.ROOT,
                                "%s %.1f ± %.1f",
                                arm.arm(),
                                100 * arm.finalAccuracy().mean(),
                                100 * arm.finalAccuracy().deviation()));
    }

    private static double x(int task, int tasks) {
        return LEFT + (RIGHT - LEFT) * (tasks == 1 ? 0.5 : task / (tasks - 1.0));
    }

    private double y(double value) {
        return BOTTOM - (BOTTOM - TOP) * (value - lowest) / (highest - lowest);
    }

    private static String text(double x, double y, String anchor, String text) {
        return line("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", x, y, anchor, text);
    }

    private static String line(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments) + "\n";
    }
}
