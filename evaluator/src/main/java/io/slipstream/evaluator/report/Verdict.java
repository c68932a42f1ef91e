package io.slipstream.evaluator.report;

import io.slipstream.schemas.record.SnapshotVerdict;
import java.util.List;

/**
 * What a report comes to.
 *
 * @param verdict healthy, degrading or collapsed
 * @param reasons one sentence each, empty when healthy
 */
record Verdict(SnapshotVerdict verdict, List<String> reasons) {}
