package io.slipstream.evaluator.follow;

/**
 * What became of the announcements a run has read.
 *
 * @param scored snapshots scored and published
 * @param skipped snapshots passed over because a newer one was there
 * @param refused snapshots that could not be scored: corrupt, missing, or no encoder
 * @param unreadable records that could not be decoded
 */
public record Tally(long scored, long skipped, long refused, long unreadable) {}
