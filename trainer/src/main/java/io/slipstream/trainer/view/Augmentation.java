package io.slipstream.trainer.view;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns a batch of images into the views that a step compares, one native call a view.
 *
 * <p>What a view shows is a function of (seed, step, number of the view, index in the batch). Not thread-safe.
 */
public final class Augmentation {

    private final int localViews;
    private final List<ViewProgram> programs = new ArrayList<>();
    private final ViewSampler sampler;

    /**
     * The augmentation of one run.
     *
     * @param size side of a global view in pixels
     * @param manager owner of the programs
     */
    public Augmentation(ViewConfig config, int size, long seed, NDManager manager) {
        localViews = config.local().count();
        sampler = new ViewSampler(config, seed);
        for (int view = 0; view < ViewKind.FIRST_LOCAL; view++) {
            programs.add(new ViewProgram(config, ViewKind.of(config, view), size, manager));
        }
        if (localViews > 0) {
            ViewKind local = ViewKind.of(config, ViewKind.FIRST_LOCAL);
            programs.add(new ViewProgram(config, local, config.local().sizeBeside(size), manager));
        }
    }

    /**
     * The views of every image.
     *
     * @param images uint8 {@code [batch, 3, side, side]}, RGB; the side may differ from that of a view
     * @param step training step, from 0
     * @return views in the manager of {@code images}
     */
    public Views views(NDArray images, long step) {
        List<NDArray> global = new ArrayList<>();
        List<NDArray> local = new ArrayList<>();
        for (int view = 0; view < ViewKind.FIRST_LOCAL + localViews; view++) {
            (view < ViewKind.FIRST_LOCAL ? global : local).add(view(images, step, view));
        }
        return new Views(global, local);
    }

    /** One view of every image: 0 and 1 are the global ones, the local ones follow. */
    NDArray view(NDArray images, long step, int view) {
        int batch = Math.toIntExact(images.getShape().get(0));
        return apply(images, view, sampler.sample(step, view, batch));
    }

    /** The view with the given parameters, one row of {@link ViewSampler#COLUMNS} per image. */
    NDArray apply(NDArray images, int view, float[] rows) {
        return programs.get(Math.min(view, ViewKind.FIRST_LOCAL)).apply(images, rows);
    }
}
