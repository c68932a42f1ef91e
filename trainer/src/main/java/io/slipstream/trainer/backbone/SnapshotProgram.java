package io.slipstream.trainer.backbone;

import io.slipstream.trainer.network.Encoder;
import io.slipstream.trainer.script.ScriptArchive;
import io.slipstream.trainer.script.ScriptModule;
import io.slipstream.trainer.script.StateDict;
import io.slipstream.trainer.view.Normalization;

/**
 * The program a snapshot carries: plain pixels in, embeddings out, normalization inside.
 *
 * <p>{@code forward(images)}: uint8 or float 0..255, RGB, {@code [batch, 3, size, size]}, to float32
 * {@code [batch, dim]}. Runs in any libtorch 2.x without code of ours.
 */
final class SnapshotProgram {

    private SnapshotProgram() {}

    /** The archive of an encoder with the given weights. */
    static byte[] archive(Encoder encoder, StateDict weights) {
        return ScriptArchive.write(module(encoder), weights.under("backbone."));
    }

    private static ScriptModule module(Encoder encoder) {
        return ScriptModule.named("SnapshotEncoder")
                .child("backbone", encoder.module())
                .method(Normalization.FORWARD_PIXELS)
                .build();
    }
}
