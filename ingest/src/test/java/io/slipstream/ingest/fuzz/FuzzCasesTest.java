package io.slipstream.ingest.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.image.ImageLimits;
import io.slipstream.schemas.image.Images;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FuzzCasesTest {

    private static final ImageLimits LIMITS = ConfigLoader.defaults(ImageLimits.class);

    @Test
    void everySyntheticSeedIsSound() throws Exception {
        for (Seed seed : SeedImages.synthetic()) {
            assertThat(Images.decode(seed.bytes(), LIMITS)).as(seed.name()).isNotNull();
        }
    }

    @Test
    void everySyntheticSeedHasSizesAndLengthsToLieAbout() throws IOException {
        for (Seed seed : SeedImages.synthetic()) {
            assertThat(HeaderFields.sizes(seed.bytes())).as(seed.name()).isNotEmpty();
            assertThat(HeaderFields.lengths(seed.bytes())).as(seed.name()).isNotEmpty();
        }
    }

    @Test
    void aCaseDependsOnItsNumberAloneAndNotOnThoseBefore() throws IOException {
        List<Seed> seeds = SeedImages.synthetic();
        FuzzCases cases = new FuzzCases(seeds, 5);
        FuzzCase later = new FuzzCases(seeds, 5).at(40);

        IntStream.range(0, 40).forEach(cases::at);

        assertThat(cases.at(40).name()).isEqualTo(later.name());
        assertThat(cases.at(40).bytes()).isEqualTo(later.bytes());
    }

    @Test
    void everyMutationTakesItsTurnAndLeavesTheSeedsAsTheyAre() throws IOException {
        List<Seed> seeds = SeedImages.synthetic();
        List<byte[]> before = seeds.stream().map(seed -> seed.bytes().clone()).toList();
        FuzzCases cases = new FuzzCases(seeds, 5);
        Set<Mutation> seen = EnumSet.noneOf(Mutation.class);

        for (int number = 0; number < 3000; number++) {
            seen.add(cases.at(number).mutation());
        }

        assertThat(seen).containsExactlyInAnyOrder(Mutation.values());
        assertThat(seeds).extracting(Seed::bytes).containsExactlyElementsOf(before);
    }

    @ParameterizedTest
    @EnumSource(Bomb.class)
    void aBombIsSmallOrRefusedAtOnce(Bomb bomb) {
        assertThat(bomb.seed().bytes())
                .hasSizeLessThan(10 << 20)
                .isEqualTo(bomb.seed().bytes());
    }

    @ParameterizedTest
    @EnumSource(Mutation.class)
    void aMutationCopesWithTheSmallestImage(Mutation mutation) {
        for (int seed = 0; seed < 100; seed++) {
            byte[] one = {(byte) 0xff};
            assertThat(mutation.apply(one, one, new SplittableRandom(seed))).isNotNull();
        }
    }
}
