package io.slipstream.evaluator.encoder;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtEngine;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.file.Path;

/**
 * The PyTorch engine of this process, set up for evaluation: no downloads, a fixed number of threads, no graph fusion.
 *
 * <p>Native memory follows this object: every {@link Encoder} lives in a manager below its own, and closing the runtime
 * frees what is left. One runtime per process; encoders are loaded and used by the thread that made the runtime.
 */
public final class EncoderRuntime implements AutoCloseable {

    private final NDManager manager;

    private EncoderRuntime(NDManager manager) {
        this.manager = manager;
    }

    /**
     * Loads the engine.
     *
     * @param threads threads that one operator may use, at least 1
     */
    public static EncoderRuntime start(int threads) {
        // DJL reads these once, while the engine loads: without them it may look for natives on the network.
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
        Engine engine = Engine.getEngine(PtEngine.ENGINE_NAME);
        JniUtils.setNumThreads(threads); // the property has no effect on an engine that was loaded before
        // Fusion recompiles for the first batches of every program, and a program is run for a few batches only.
        JniUtils.setGraphExecutorOptimize(false);
        return new EncoderRuntime(engine.newBaseManager(Device.cpu()));
    }

    /**
     * Loads a program whose hash has been verified.
     *
     * @param program a TorchScript file: uint8 [batch, 3, size, size] in, float32 [batch, dim] out
     * @throws EncoderException NOT_LOADABLE, with the path and what PyTorch said
     */
    public Encoder load(Path program, EncoderShape shape) throws EncoderException {
        NDManager own = manager.newSubManager();
        try {
            PtSymbolBlock block =
                    JniUtils.loadModule((PtNDManager) own, program, true, new String[0], new String[0], false);
            JniUtils.enableInferenceMode(block);
            return new Encoder(own, block, shape);
        } catch (RuntimeException e) {
            own.close();
            throw new EncoderException(
                    EncoderException.Reason.NOT_LOADABLE,
                    program + ": expected a TorchScript module, found: " + FirstLine.of(e),
                    e);
        }
    }

    /** Native arrays that this runtime and its encoders hold at the moment. */
    public int liveArrays() {
        return manager.getManagedArrays().size();
    }

    @Override
    public void close() {
        manager.close();
    }
}
