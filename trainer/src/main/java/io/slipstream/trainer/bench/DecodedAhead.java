package io.slipstream.trainer.bench;

import io.slipstream.schemas.hash.Sha256;
import io.slipstream.schemas.image.ImageLimits;
import io.slipstream.schemas.image.Images;
import io.slipstream.trainer.pixels.Keeping;
import io.slipstream.trainer.stream.TrainingImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Batches decoded by worker threads ahead of their use, with the work that the trainer's intake does on each image: hash,
 * decode, cut, keep. The same files come around again and again. One thread takes the batches.
 */
final class DecodedAhead implements OwnSteps.Batches, AutoCloseable {

    private static final int BATCHES_AHEAD = 2;

    private final List<byte[]> files;
    private final int batch;
    private final Keeping keeping;
    private final ImageLimits limits;
    private final ExecutorService workers;
    private final Queue<Future<TrainingImage>> inWork = new ArrayDeque<>();
    private int next;

    /**
     * Batches of the given files.
     *
     * @param keeping size of the images, and how they are kept
     * @param threads worker threads
     */
    DecodedAhead(List<byte[]> files, int batch, Keeping keeping, ImageLimits limits, int threads) {
        this.files = files;
        this.batch = batch;
        this.keeping = keeping;
        this.limits = limits;
        workers = Executors.newFixedThreadPool(threads);
    }

    @Override
    public ByteBuffer next() throws IOException {
        List<TrainingImage> images = new ArrayList<>(batch);
        while (images.size() < batch) {
            while (inWork.size() < BATCHES_AHEAD * batch) {
                byte[] file = files.get(next++ % files.size());
                inWork.add(workers.submit(() -> new TrainingImage(
                        Sha256.of(file), keeping.keep(Images.toRgb(Images.decode(file, limits), keeping.side())))));
            }
            images.add(result(inWork.remove()));
        }
        return TrainingImage.pixels(images);
    }

    private static TrainingImage result(Future<TrainingImage> image) throws IOException {
        try {
            return image.get();
        } catch (ExecutionException e) {
            throw new IOException("an image could not be decoded: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for an image", e);
        }
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
