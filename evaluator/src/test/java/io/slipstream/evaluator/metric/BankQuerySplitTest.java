package io.slipstream.evaluator.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BankQuerySplitTest {

    private static final int[] LABELS =
            IntStream.range(0, 130).map(i -> i < 100 ? i % 2 : 2).toArray();

    @Test
    void oneFifthOfEveryClassIsQueried() {
        BankQuerySplit split = BankQuerySplit.stratified(LABELS, 3, 11);

        assertThat(split.query()).hasSize(26);
        assertThat(Arrays.stream(split.query()).filter(row -> LABELS[row] == 2)).hasSize(6);
        assertThat(Arrays.stream(split.query()).filter(row -> LABELS[row] == 0)).hasSize(10);
    }

    @Test
    void everyRowIsOnExactlyOneSide() {
        BankQuerySplit split = BankQuerySplit.stratified(LABELS, 3, 11);

        int[] all = IntStream.concat(Arrays.stream(split.bank()), Arrays.stream(split.query()))
                .sorted()
                .toArray();
        assertThat(all).containsExactly(IntStream.range(0, LABELS.length).toArray());
    }

    @Test
    void theSameSeedGivesTheSameSplitAndAnotherSeedAnother() {
        assertThat(BankQuerySplit.stratified(LABELS, 3, 11).query())
                .containsExactly(BankQuerySplit.stratified(LABELS, 3, 11).query());
        assertThat(BankQuerySplit.stratified(LABELS, 3, 12).query())
                .isNotEqualTo(BankQuerySplit.stratified(LABELS, 3, 11).query());
    }

    @Test
    void aClassOfOneImageIsRefused() {
        assertThatThrownBy(() -> BankQuerySplit.stratified(new int[] {0, 0, 1}, 2, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 1 of class 1");
    }
}
