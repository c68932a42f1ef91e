package io.slipstream.trainer.bench;

import io.slipstream.schemas.image.BadImageException;
import io.slipstream.schemas.image.Images;
import io.slipstream.trainer.TrainerConfig;
import io.slipstream.trainer.pixels.Keeping;
import io.slipstream.trainer.pixels.Keeping.Form;
import io.slipstream.trainer.stream.TrainingImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Measures what images take that are kept decoded or encoded, and the time it takes. */
final class KeepingBench {

    private final TrainerConfig config;
    private final List<byte[]> files;

    /** @param files encoded images as they come */
    KeepingBench(TrainerConfig config, List<byte[]> files) {
        this.config = config;
        this.files = files;
    }

    /**
     * What a form takes; times in milliseconds, medians.
     *
     * @param form how images are kept
     * @param most bytes of an image at most, as memory is planned
     * @param mean bytes of an image, mean
     * @param keep time to make an image of its decoded pixels, on a decoder thread
     * @param batch time to make the pixels of a batch of its images, on the training thread
     * @param share the latter as a share of a step
     */
    record Result(String form, int most, double mean, double keep, double batch, double share) {}

    /** @param step time of a training step */
    List<Result> run(double step) throws IOException {
        List<Result> results = new ArrayList<>();
        for (Form form : Form.values()) {
            results.add(measure(config.replay().withKeep(form).keeping(config.keptSize()), step));
        }
        return results;
    }

    private Result measure(Keeping keeping, double step) throws IOException {
        List<TrainingImage> images = new ArrayList<>();
        List<Double> keeps = new ArrayList<>();
        for (byte[] file : files) {
            byte[] rgb = rgb(file);
            long start = System.nanoTime();
            images.add(new TrainingImage("", keeping.keep(rgb)));
            keeps.add((System.nanoTime() - start) / 1e6);
        }
        int size = Math.min(config.batch().size(), images.size());
        List<Double> batches = new ArrayList<>();
        for (int from = 0; from + size <= images.size(); from += size) {
            long start = System.nanoTime();
            TrainingImage.pixels(images.subList(from, from + size));
            batches.add((System.nanoTime() - start) / 1e6);
        }
        double mean = images.stream()
                .mapToInt(image -> image.pixels().kept().length)
                .average()
                .orElse(Double.NaN);
        double batch = Median.of(batches);
        return new Result(keeping.form().toString(), keeping.bytes(), mean, Median.of(keeps), batch, batch / step);
    }

    private byte[] rgb(byte[] file) throws IOException {
        try {
            return Images.toRgb(Images.decode(file, config.limits()), config.keptSize());
        } catch (BadImageException e) {
            throw new IOException("an image could not be decoded: " + e.getMessage(), e);
        }
    }
}
