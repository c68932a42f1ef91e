package io.slipstream.trainer.lineage;

import java.util.stream.Stream;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TransactionAbortableException;

/** What is left to do after a failure of the transactional producer. */
enum Severity {
    /** Another producer has the transactional id: nothing. */
    FENCED,
    /** The broker has aborted the transaction by itself and refuses the producer since: nothing. */
    EXPIRED,
    /** Abort the transaction and try it again. */
    TEMPORARY,
    /** Abort the transaction and give up: the next try would fail in the same way. */
    FINAL;

    /**
     * Judges by the failure and its causes, because the producer wraps what broke a transaction when it reports it later.
     *
     * <p>An invalid epoch is no fencing yet: a broker also answers a produce request so when the coordinator has bumped
     * the epoch of this very producer. Aborting tells, because the coordinator then answers that the producer is fenced.
     * Sequences out of order and unknown producer ids (a subclass) are repaired by the new epoch that an abort brings.
     */
    static Severity of(Throwable failure) {
        if (causes(failure).anyMatch(ProducerFencedException.class::isInstance)) {
            return FENCED;
        }
        if (causes(failure).anyMatch(InvalidTxnStateException.class::isInstance)) {
            return EXPIRED;
        }
        return causes(failure).anyMatch(Severity::isTemporary) ? TEMPORARY : FINAL;
    }

    private static boolean isTemporary(Throwable failure) {
        return failure instanceof RetriableException
                || failure instanceof TransactionAbortableException
                || failure instanceof InvalidProducerEpochException
                || failure instanceof OutOfOrderSequenceException;
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
    }
}
