package io.slipstream.trainer.optim;

import java.util.List;

/** One optimizer's formula: what it remembers of each parameter, and how it moves a list of them. */
sealed interface UpdateRule permits AdamW, Sgd, Lars {

    /**
     * One kind of memory, zero at the start.
     *
     * @param name its name in {@link Optimizer#state()} and in the program
     * @param scalar whether it is one number per parameter, rather than one per element
     */
    record Memory(String name, boolean scalar) {}

    /** What is remembered of each parameter, in the order of the method's arguments. */
    List<Memory> memories();

    /**
     * TorchScript statements that move {@code params} in place along {@code grads}, which they may overwrite.
     *
     * <p>In scope: {@code rate} and {@code decay}, floats; {@code matrices}, whether the parameters have more than one
     * dimension; {@code params}, {@code grads} and the memories by name, lists of tensors. One statement a line.
     */
    String statements();
}
