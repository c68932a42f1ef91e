package io.slipstream.trainer.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.trainer.pixels.Keeping;
import io.slipstream.trainer.pixels.Pixels;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayConfigTest {

    private static final long SEED = 20_261_129;

    private static ReplayConfig config(String keys) throws Exception {
        return ConfigLoader.parse("{" + keys + "}", "replay.yaml", ReplayConfig.class);
    }

    @Test
    void asMuchMemoryHoldsSeveralTimesAsManyEncodedImages() throws Exception {
        ReplayConfig decoded = config("capacity: 100000, memory: 64MiB");
        ReplayConfig encoded = config("capacity: 100000, memory: 64MiB, keep: encoded");
        assertThat(slots(decoded, 96)).isEqualTo((64 << 20) / (3 * 96 * 96 + 256));
        assertThat(slots(encoded, 96)).isEqualTo((64 << 20) / (3 * 96 * 96 / 4 + 640 + 256));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"decoded", "encoded"})
    void theMemoryIsNotPassedWhateverComes(String keep) throws Exception {
        ReplayConfig config = config("capacity: 100000, memory: 200KiB, keep: " + keep);
        Keeping keeping = config.keeping(32);
        ReplayBuffer<Pixels> buffer = config.buffer(keeping.bytes(), 1);
        Random random = new Random(SEED);

        for (int i = 0; i < 500; i++) {
            byte[] rgb = new byte[3 * 32 * 32];
            random.nextBytes(rgb);
            buffer.offer(keeping.keep(rgb), "");
        }

        long held = buffer.state().slots().stream()
                .mapToLong(image -> image.kept().length + 256)
                .sum();
        assertThat(held).as("seed %d", SEED).isBetween(100L << 10, 200L << 10);
    }

    @Test
    void withoutABufferImagesStayDecoded() throws Exception {
        assertThat(config("policy: none, keep: encoded").keeping(32)).isEqualTo(Keeping.decoded(32));
        assertThat(config("capacity: 0, keep: encoded").keeping(32)).isEqualTo(Keeping.decoded(32));
    }

    private static int slots(ReplayConfig config, int side) {
        return config.slots(config.keeping(side).bytes());
    }
}
