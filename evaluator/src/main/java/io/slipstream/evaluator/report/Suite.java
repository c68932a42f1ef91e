package io.slipstream.evaluator.report;

import io.slipstream.evaluator.canonical.CanonicalImages;
import io.slipstream.evaluator.canonical.ViewConfig;
import io.slipstream.evaluator.canonical.ViewMaker;
import io.slipstream.evaluator.encoder.Encoder;
import io.slipstream.evaluator.encoder.EncoderException;
import io.slipstream.evaluator.metric.Embeddings;
import io.slipstream.schemas.hash.Sha256;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What is measured, and how: the canonical images, the views of them, the seed and the settings. Reports compare under the
 * same suite only.
 *
 * <p>Bounds of verdicts and spaces are no part of it: they change what is concluded, not what is measured. Not thread-safe.
 */
final class Suite {

    /** Raised whenever the same settings begin to measure something else. */
    private static final String DEFINITION = "slipstream-suite-1";

    private final CanonicalImages images;
    private final ViewConfig views;
    private final int neighbours;
    private final long seed;

    Suite(CanonicalImages images, ViewConfig views, int neighbours, long seed) {
        this.images = images;
        this.views = views;
        this.neighbours = Math.min(neighbours, images.size() - 1);
        this.seed = seed;
    }

    /** SHA-256 over everything above. */
    String id() {
        String text = String.join("\n", DEFINITION, images.hash(), views.toString(), neighbours + " " + seed);
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    }

    CanonicalImages images() {
        return images;
    }

    /** Nearest neighbours looked at; fewer than images. */
    int neighbours() {
        return neighbours;
    }

    long seed() {
        return seed;
    }

    /** Views of each image that has any. */
    int viewsPerImage() {
        return views.perImage();
    }

    /**
     * The embeddings of the views, all views of an image next to one another; null if there are too few images with views.
     *
     * @throws EncoderException if the encoder fails
     */
    @Nullable
    Embeddings views(Encoder encoder, int batchSize) throws EncoderException {
        int withViews = Math.min(views.images(), images.size());
        if (withViews < 2) {
            return null;
        }
        ViewMaker maker = new ViewMaker(views, seed);
        int perImage = views.perImage();
        return encoder.embedAll(withViews * perImage, batchSize, (from, to, inputSize) -> {
            byte[][] pixels = new byte[to - from][];
            for (int i = from; i < to; i++) {
                int image = i / perImage;
                pixels[i - from] = maker.view(images.pixels(image, inputSize), inputSize, image, i % perImage);
            }
            return pixels;
        });
    }
}
