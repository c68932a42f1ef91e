package io.slipstream.evaluator.watch.encode;

import io.slipstream.schemas.record.ModelSnapshot;
import java.util.Optional;

/**
 * The encoders to look at the stream with.
 *
 * @param epoch which anchor the fixed one belongs to: 0, or the instant in milliseconds at which a new one was asked for
 * @param fixed the fixed encoder
 * @param current the current encoder, if there is one
 */
public record EncoderChoice(long epoch, ModelSnapshot fixed, Optional<ModelSnapshot> current) {}
