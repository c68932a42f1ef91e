package io.slipstream.ingest.curation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TokenBucketTest {

    private static final TokenBucket.Rules TWO_PER_SECOND = new TokenBucket.Rules(0.002, 4);

    @Test
    void aBurstTakesTheCapacityAndThenTheRateCounts() {
        TokenBucket bucket = TokenBucket.full(TWO_PER_SECOND, 1000);
        for (int i = 0; i < 4; i++) {
            assertThat(bucket.hasToken()).isTrue();
            bucket = bucket.taken();
        }

        assertThat(bucket.hasToken()).isFalse();
        assertThat(bucket.at(1499, TWO_PER_SECOND).hasToken()).isFalse();
        assertThat(bucket.at(1500, TWO_PER_SECOND).hasToken()).isTrue();
        assertThat(bucket.at(1_000_000, TWO_PER_SECOND).tokens()).isEqualTo(4);
    }

    @Test
    void aClockThatJumpsBackAndForthFillsNoMoreThanASteadyOne() {
        TokenBucket bucket = new TokenBucket(0, 1000);
        for (int i = 0; i < 100; i++) {
            bucket = bucket.at(0, TWO_PER_SECOND).at(1400, TWO_PER_SECOND);
        }

        assertThat(bucket.hasToken()).isFalse();
    }
}
