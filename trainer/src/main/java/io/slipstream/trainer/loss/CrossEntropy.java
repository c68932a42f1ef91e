package io.slipstream.trainer.loss;

import ai.djl.ndarray.NDArray;
import java.util.function.LongUnaryOperator;

/** Cross entropy of rows of logits whose right answers are known by the row's index. Pure. */
final class CrossEntropy {

    private CrossEntropy() {}

    /**
     * Mean over the rows of −log softmax(logits)[answer].
     *
     * @param logits {@code [rows, choices]}
     * @param answer right choice of a row, 0 or more
     * @return scalar, 0 or more, in the manager of {@code logits}
     */
    static NDArray of(NDArray logits, LongUnaryOperator answer) {
        long rows = logits.getShape().get(0);
        long[] answers = new long[Math.toIntExact(rows)];
        for (int row = 0; row < answers.length; row++) {
            answers[row] = answer.applyAsLong(row);
        }
        NDArray index = logits.getManager().create(answers).reshape(rows, 1);
        return logits.logSoftmax(1).gather(index, 1).mean().neg();
    }
}
