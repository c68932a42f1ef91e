package io.slipstream.trainer.audit;

/**
 * Something an audit has to say.
 *
 * @param verdict what it means for the check it belongs to; HOLDS for what is worth knowing and no fault
 * @param text where, what was expected and what was found
 */
record Finding(Verdict verdict, String text) {

    static Finding broken(String text) {
        return new Finding(Verdict.BROKEN, text);
    }

    static Finding beyondProof(String text) {
        return new Finding(Verdict.BEYOND_PROOF, text);
    }

    static Finding note(String text) {
        return new Finding(Verdict.HOLDS, text);
    }
}
