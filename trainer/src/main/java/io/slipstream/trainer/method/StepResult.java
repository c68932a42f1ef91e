package io.slipstream.trainer.method;

/**
 * What one training step reports.
 *
 * @param loss loss of the batch
 * @param collapseLevel collapse level of the student's predictions, 0..1
 * @param learningRate rate the optimizer used
 * @param momentum EMA momentum the teacher used, 0..1
 */
public record StepResult(double loss, double collapseLevel, double learningRate, double momentum) {}
