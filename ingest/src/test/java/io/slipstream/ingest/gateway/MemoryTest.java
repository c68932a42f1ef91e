package io.slipstream.ingest.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class MemoryTest {

    private final Memory memory = new Memory(100);

    @Test
    void sharesGrowUntilTogetherTheyReachTheBound() throws Exception {
        try (Memory.Share first = memory.share();
                Memory.Share second = memory.share()) {
            first.growTo(60);
            second.growTo(40);

            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> second.growTo(41))
                    .satisfies(busy -> assertThat(busy.problem().status()).isEqualTo(503));
            assertThat(memory.held()).isEqualTo(100);
        }
        assertThat(memory.held()).isZero();
    }

    @Test
    void aShareNeitherShrinksNorIsGivenBackTwice() throws Exception {
        Memory.Share share = memory.share();
        share.growTo(60);
        share.growTo(10);
        assertThat(memory.held()).isEqualTo(60);

        share.close();
        share.close();

        assertThat(memory.held()).isZero();
    }
}
