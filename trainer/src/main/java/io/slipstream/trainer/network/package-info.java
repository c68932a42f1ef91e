/**
 * The networks a trainer learns: encoders and heads as TorchScript modules with timm's parameter names.
 *
 * <p>Start with {@link io.slipstream.trainer.network.NetworkConfig}, which makes an
 * {@link io.slipstream.trainer.network.Encoder} of a {@link io.slipstream.trainer.network.ResNet} or a
 * {@link io.slipstream.trainer.network.VisionTransformer}, then {@link io.slipstream.trainer.network.Heads}; layers and
 * norms are what they are built of, and {@link io.slipstream.trainer.network.Precision} says in which format they
 * multiply. Uses {@code io.slipstream.trainer.script} only; nothing here computes.
 */
@NullMarked
package io.slipstream.trainer.network;

import org.jspecify.annotations.NullMarked;
