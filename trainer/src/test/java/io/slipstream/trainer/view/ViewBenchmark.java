package io.slipstream.trainer.view;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.slipstream.trainer.engine.Torch;
import java.nio.ByteBuffer;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One view of 64 images. */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init")
public class ViewBenchmark {

    private static final int BATCH = 64;

    private static final String BYOL = """
            crop-min-area: 0.08
            interpolation: bicubic
            first-blur: 1
            second-blur: 0.1
            second-solarize: 0.2
            """;

    /** Settings whose view is measured. */
    public enum Settings {
        DEFAULT("{}", 0),
        BYOL_FIRST(BYOL, 0),
        BYOL_SECOND(BYOL, 1),
        DINO_LOCAL("{interpolation: bicubic, local: {count: 8}}", 2);

        private final String yaml;
        private final int view;

        Settings(String yaml, int view) {
            this.yaml = yaml;
            this.view = view;
        }
    }

    @Param({"32", "96"})
    public int size;

    @Param
    public Settings settings;

    @Param({"1", "2"})
    public int threads;

    private NDManager manager;
    private NDArray images;
    private Augmentation augmentation;
    private long step;

    @Setup
    public void load() {
        manager = Torch.start(threads);
        Torch.prepareTrainingThread();
        byte[] pixels = new byte[BATCH * 3 * size * size];
        new Random(1).nextBytes(pixels);
        ByteBuffer buffer = ByteBuffer.allocateDirect(pixels.length).put(pixels).flip();
        images = manager.create(buffer, new Shape(BATCH, 3, size, size), DataType.UINT8);
        augmentation = new Augmentation(TestViews.config(settings.yaml), size, 1, manager);
    }

    @Benchmark
    public void view() {
        augmentation.view(images, step++, settings.view).close();
    }

    @TearDown
    public void close() {
        manager.close();
    }
}
