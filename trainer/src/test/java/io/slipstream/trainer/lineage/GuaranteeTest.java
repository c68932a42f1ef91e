package io.slipstream.trainer.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuaranteeTest {

    @ParameterizedTest
    @CsvSource({"0, EPOCH_PER_PRODUCER", "1, EPOCH_PER_PRODUCER", "2, EPOCH_PER_TRANSACTION", "3, EPOCH_PER_TRANSACTION"
    })
    void fromVersion2OnEachTransactionHasAnEpoch(short version, Guarantee expected) {
        assertThat(Guarantee.of(version)).isEqualTo(expected);
    }
}
