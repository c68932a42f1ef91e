package io.slipstream.trainer.view;

/**
 * What one view of a step has of its own; everything else is shared by all views.
 *
 * @param cropMinArea smallest area of a crop, as a share of the image
 * @param cropMaxArea largest area of a crop
 * @param blur probability of blurring
 * @param solarize probability of solarizing
 */
record ViewKind(double cropMinArea, double cropMaxArea, double blur, double solarize) {

    /** Number of the first local view; views 0 and 1 are the global ones. */
    static final int FIRST_LOCAL = 2;

    /** The kind of a view by its number within the step. */
    static ViewKind of(ViewConfig config, int view) {
        double min = config.cropMinArea();
        double max = config.cropMaxArea();
        LocalViewConfig local = config.local();
        return switch (view) {
            case 0 -> new ViewKind(min, max, config.firstBlur(), config.firstSolarize());
            case 1 -> new ViewKind(min, max, config.secondBlur(), config.secondSolarize());
            default -> new ViewKind(local.cropMinArea(), local.cropMaxArea(), local.blur(), 0);
        };
    }
}
