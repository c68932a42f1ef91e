package io.slipstream.deploy.bench.drift;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code bench drift} measured.
 *
 * @param machine what it ran on
 * @param encoder that looked at the images
 * @param plan what was asked for
 * @param quiet a line per kind of anchor
 * @param shifts a line per kind and size
 * @param reference what the reference program was and found without drift; null without one
 */
record DriftReport(
        Map<String, String> machine,
        String encoder,
        DriftPlan plan,
        List<QuietFigures> quiet,
        List<ShiftFigures> shifts,
        @Nullable ReferenceFigures reference) {

    /**
     * Streams without drift.
     *
     * @param anchor what the anchors are to the calibration
     * @param streams watched
     * @param asked run length in windows
     * @param declared run length, mean over the streams' calibrations
     * @param declaredError standard error of that mean
     * @param errorOfOne mean standard error that a single calibration states for itself
     * @param deviations of the thresholds, mean
     * @param found windows up to the first alarm, mean
     * @param foundError its standard error
     * @param low lower end of its 95 % interval
     * @param high upper end
     * @param declaredLiesWithin whether the declared mean is in the interval
     * @param cut streams without alarm until twenty times the run length, counted with that
     */
    record QuietFigures(
            String anchor,
            int streams,
            int asked,
            double declared,
            double declaredError,
            double errorOfOne,
            double deviations,
            double found,
            double foundError,
            double low,
            double high,
            boolean declaredLiesWithin,
            int cut) {}

    /**
     * One size of a shift.
     *
     * @param kind what changes
     * @param size how much
     * @param unit of the size
     * @param effect mean effect of a shifted window
     * @param watch how long the watch takes
     * @param reference how long the reference takes on the same streams; null without one
     */
    record ShiftFigures(
            String kind,
            double size,
            String unit,
            double effect,
            Delay watch,
            @Nullable Delay reference) {}

    /**
     * How long it takes from the first shifted image to the alarm.
     *
     * @param streams watched
     * @param found streams with an alarm in time
     * @param windows mean, streams without alarm counted with the longest time; images over the size of a window
     * @param images mean
     * @param imagesError its standard error
     */
    record Delay(int streams, int found, double windows, double images, double imagesError) {

        /** @param images of every stream; 0 for no alarm until {@code most} */
        static Delay of(int[] images, int most, int window) {
            double[] counted = new double[images.length];
            int found = 0;
            for (int i = 0; i < images.length; i++) {
                counted[i] = images[i] == 0 ? most : images[i];
                found += images[i] == 0 ? 0 : 1;
            }
            Mean mean = Mean.of(counted);
            return new Delay(images.length, found, mean.value() / window, mean.value(), mean.error());
        }
    }

    /**
     * The reference program and streams without drift.
     *
     * @param versions of what it runs on
     * @param expectedRunTime images up to a false alarm that both are calibrated to
     * @param reference what the reference does
     * @param watch what the watch does on the same streams
     * @param calibrationSeconds of one anchor, by the reference
     */
    record ReferenceFigures(
            Map<String, String> versions,
            int expectedRunTime,
            RunTime reference,
            RunTime watch,
            double calibrationSeconds) {}

    /**
     * Time up to a false alarm where not every stream has one.
     *
     * @param streams watched
     * @param alarms streams that had one
     * @param images watched per alarm: the mean run time if alarms have no memory
     * @param low lower end of its 95 % interval, by the logarithm
     * @param high upper end
     */
    record RunTime(int streams, int alarms, double images, double low, double high) {

        private static final double NORMAL_95 = 1.96;

        /** @param images of every stream; 0 for no alarm until {@code most} */
        static RunTime of(int[] images, int most) {
            long all = 0;
            int alarms = 0;
            for (int until : images) {
                all += until == 0 ? most : until;
                alarms += until == 0 ? 0 : 1;
            }
            double each = all / (double) alarms;
            double factor = Math.exp(NORMAL_95 / Math.sqrt(alarms));
            return new RunTime(images.length, alarms, each, each / factor, each * factor);
        }
    }
}
