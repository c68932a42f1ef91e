/**
 * Data drift: whether a window of the stream still looks like a reference, how far it is from it, and when that is worth
 * an alarm.
 *
 * <p>Statistics of two sets of embeddings made by the <em>same</em> encoder: {@link io.slipstream.evaluator.drift.Mmd} with
 * {@link io.slipstream.evaluator.drift.PermutationTest}, {@link io.slipstream.evaluator.drift.LinearTimeMmd}, {@link
 * io.slipstream.evaluator.drift.FrechetDistance} and {@link io.slipstream.evaluator.drift.KolmogorovSmirnov} on a {@link
 * io.slipstream.evaluator.drift.Pca}, {@link io.slipstream.evaluator.drift.DomainClassifier}, {@link
 * io.slipstream.evaluator.drift.NormShift}; of the images themselves, {@link
 * io.slipstream.evaluator.drift.ImageStatistics}. Alarms: {@link io.slipstream.evaluator.drift.AlarmRule}, whose threshold
 * {@link io.slipstream.evaluator.drift.Calibration} sets to a declared run length by simulating {@link
 * io.slipstream.evaluator.drift.NullDistribution}s. {@code src/test/golden/drift.py} holds the values they are checked
 * against.
 *
 * <p>Pure functions of their arguments; whatever is random takes its source. Uses the JDK, Hipparchus and {@code metric}.
 */
@NullMarked
package io.slipstream.evaluator.drift;

import org.jspecify.annotations.NullMarked;
