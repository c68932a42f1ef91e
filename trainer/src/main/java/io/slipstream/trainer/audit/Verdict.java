package io.slipstream.trainer.audit;

/** What an audit concludes, worst first. */
enum Verdict {
    /** It is contradicted by what was read. */
    BROKEN,
    /** What was read contradicts nothing, but what would prove it is no longer there. */
    BEYOND_PROOF,
    /** It was found to be so. */
    HOLDS
}
