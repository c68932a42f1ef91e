package io.slipstream.trainer.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Map;

/** The libtorch of this process: how it is started, and the settings that hold per thread. */
public final class Torch {

    private Torch() {}

    /**
     * Starts libtorch and returns the manager that owns everything native of the caller; closing it frees all.
     *
     * <p>Nothing is downloaded: the natives come from the class path.
     *
     * @param threads threads within one operator; 0 leaves the choice to libtorch (one per core)
     */
    public static NDManager start(int threads) {
        return start(threads, Device.cpu());
    }

    /** As {@link #start(int)}, with a manager that creates its arrays on the given device. */
    public static NDManager start(int threads, Device device) {
        prepare();
        NDManager manager = Engine.getEngine("PyTorch").newBaseManager(device);
        if (threads > 0) {
            JniUtils.setNumThreads(threads);
        }
        return manager;
    }

    private static void prepare() {
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
    }

    /**
     * Prepares the calling thread for training: gradients off until a collector turns them on, and no graph
     * optimization, whose profiling costs more than it gains on these programs.
     *
     * <p>Call it after {@link #start}, which loads the natives.
     */
    public static void prepareTrainingThread() {
        JniUtils.setGradMode(false);
        JniUtils.setGraphExecutorOptimize(false);
    }

    /**
     * Seeds what is random inside programs, for instance stochastic depth: the same seed before the same calls gives the
     * same numbers.
     */
    public static void seed(long seed) {
        JniUtils.setSeed(seed);
    }

    /**
     * What computes here, by name: {@code java}, {@code djl}, {@code pytorch}, {@code platform}, {@code threads}. The same
     * step on the same bits gives the same bits where all of these are equal.
     */
    public static Map<String, String> versions() {
        Engine engine = Engine.getEngine("PyTorch");
        return Map.of(
                "java", System.getProperty("java.version", ""),
                "djl", Engine.getDjlVersion(),
                "pytorch", engine.getVersion(),
                "platform", System.getProperty("os.name", "") + " " + System.getProperty("os.arch", ""),
                "threads", String.valueOf(JniUtils.getNumThreads()));
    }

    /** Number of GPUs that libtorch sees. */
    public static int gpus() {
        prepare();
        return Engine.getEngine("PyTorch").getGpuCount();
    }
}
