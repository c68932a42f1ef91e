package io.slipstream.evaluator.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.schemas.config.ByteSize;
import io.slipstream.schemas.hash.Sha256;
import io.slipstream.schemas.image.ImageFile;
import io.slipstream.schemas.image.ImageLimits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GrowingSetTest {

    private static final ProbeSetConfig CONFIG = new ProbeSetConfig(
            ProbeSource.TOPIC, Optional.empty(), 20, 12, new ImageLimits(ByteSize.ofMiB(1), 1_000_000));

    private final GrowingSet set = new GrowingSet("labels", CONFIG, 1);

    @Test
    void thereIsNoSetBeforeTwoClassesHaveEnoughImages() {
        put("cat", 0, 12);
        assertThat(set.set()).isEmpty();
        assertThat(set.obstacle()).hasValueSatisfying(why -> assertThat(why)
                .contains("expected 12 labelled images in at least 2 classes", "found 12 in 1"));

        put("dog", 0, 4);
        assertThat(set.set()).isEmpty();

        put("dog", 4, 5);
        assertThat(set.obstacle()).isEmpty();
        assertThat(set.set().orElseThrow().classes()).containsExactly("cat", "dog");
    }

    @Test
    void aClassWithTooFewImagesIsLeftOutAndTheOthersAreScored() {
        put("cat", 0, 6);
        put("dog", 0, 6);
        put("newt", 0, 4);

        assertThat(set.set().orElseThrow())
                .returns(List.of("cat", "dog"), ProbeSet::classes)
                .returns(12, ProbeSet::size);
        assertThat(set.size()).isEqualTo(16);
    }

    @Test
    void theSampleIsBalancedAndDoesNotDependOnTheOrder() {
        List<ImageFile> files = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            files.add(image("cat", i));
            files.add(image("dog", i));
        }
        String hash = hashOf(files, 1);
        Collections.shuffle(files, new Random(7));

        assertThat(hashOf(files, 1)).isEqualTo(hash);
        assertThat(hashOf(files, 2)).as("of another seed").isNotEqualTo(hash);
    }

    @Test
    void itsHashChangesWithEveryImageAndEveryLabel() {
        put("cat", 0, 6);
        put("dog", 0, 6);
        String before = set.set().orElseThrow().contentHash();

        put("dog", 6, 7);
        String grown = set.set().orElseThrow().contentHash();
        assertThat(grown).isNotEqualTo(before);

        set.put(image("dog", 6), "cat");
        assertThat(set.set().orElseThrow().contentHash()).isNotIn(before, grown);

        set.remove(image("dog", 6).path());
        assertThat(set.set().orElseThrow().contentHash()).isEqualTo(before);
    }

    @Test
    void afterARemovalImagesWhoseBytesAreGoneAreAskedForAgain() {
        put("cat", 0, 200);
        put("dog", 0, 200);
        set.set();
        assertThat(set.isComplete()).isTrue();

        for (int i = 0; i < 195; i++) {
            set.remove(image("cat", i).path());
        }
        assertThat(set.isComplete()).isFalse();

        put("cat", 195, 200);
        put("dog", 0, 200);
        assertThat(set.isComplete()).isTrue();
        assertThat(set.set().orElseThrow().labels()).hasSize(20);
    }

    private static String hashOf(List<ImageFile> files, long seed) {
        GrowingSet set = new GrowingSet("labels", CONFIG, seed);
        files.forEach(file -> set.put(file, new String(file.bytes(), StandardCharsets.UTF_8).replaceAll("-.*", "")));
        ProbeSet sample = set.set().orElseThrow();
        assertThat(sample.labels()).containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
        return sample.contentHash();
    }

    private void put(String label, int from, int to) {
        for (int i = from; i < to; i++) {
            set.put(image(label, i), label);
        }
    }

    /** Never decoded here, so that any bytes will do. */
    private static ImageFile image(String label, int i) {
        byte[] bytes = (label + "-" + i).getBytes(StandardCharsets.UTF_8);
        return new ImageFile(
                Sha256.of(bytes), Optional.empty(), bytes.length, bytes, Optional.empty(), Optional.empty());
    }
}
