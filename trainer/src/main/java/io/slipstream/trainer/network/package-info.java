/**
 * The networks a trainer learns: encoders, projectors and predictors as TorchScript modules with timm's parameter names.
 *
 * <p>Start with {@link io.slipstream.trainer.network.Encoder}, then {@link io.slipstream.trainer.network.ResNet} and
 * {@link io.slipstream.trainer.network.VisionTransformer}; {@link io.slipstream.trainer.network.Layers} holds what they
 * are built of. Uses {@code io.slipstream.trainer.script} only; nothing here computes.
 */
@NullMarked
package io.slipstream.trainer.network;

import org.jspecify.annotations.NullMarked;
