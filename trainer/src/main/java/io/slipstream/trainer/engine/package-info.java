/**
 * Runs TorchScript programs on libtorch through DJL.
 *
 * <p>Start with {@link io.slipstream.trainer.engine.Program}. The only package that touches DJL's PyTorch classes; the
 * others see {@code NDArray} and {@code NDManager}. Uses {@code io.slipstream.trainer.script} and DJL.
 */
@NullMarked
package io.slipstream.trainer.engine;

import org.jspecify.annotations.NullMarked;
