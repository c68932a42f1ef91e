package io.slipstream.trainer.bench;

import java.io.IOException;

/**
 * Something that takes training steps and is measured. Contenders take turns, several times around, so that what else
 * the machine does in the meantime hits them all.
 */
interface Contender {

    /** What it is called in reports. */
    String name();

    /**
     * Takes steps until the budget is used up.
     *
     * @throws IOException if it cannot go on
     */
    Turn run(Budget budget) throws IOException;
}
