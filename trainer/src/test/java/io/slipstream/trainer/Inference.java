package io.slipstream.trainer;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.TranslateException;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** Runs an archive the way a user of DJL does: loaded as a model, in inference mode. */
public final class Inference {

    private Inference() {}

    /** What {@code forward} returns. */
    public static float[] forward(byte[] archive, NDArray input) {
        try (Model model = Model.newInstance("archive", "PyTorch")) {
            model.load(new ByteArrayInputStream(archive));
            try (Predictor<NDList, NDList> predictor = model.newPredictor(new NoopTranslator())) {
                return predictor.predict(new NDList(input)).singletonOrThrow().toFloatArray();
            }
        } catch (IOException | MalformedModelException | TranslateException e) {
            throw new IllegalStateException(e);
        }
    }
}
