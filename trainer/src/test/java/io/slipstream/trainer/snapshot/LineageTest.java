package io.slipstream.trainer.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LineageTest {

    @Test
    void aReleaseNamesTheCheckpointItWasMadeOf() {
        String checkpoint = "camera-1-20261129T101500-e3-00000012.4";

        assertThat(Lineage.releaseOf(checkpoint, 500)).isEqualTo(checkpoint + "-release-500");
        assertThat(Lineage.origin(checkpoint + "-release-500")).contains(checkpoint);
    }

    @Test
    void aSnapshotOfTrainingNamesNoneWhateverTheModelIsCalled() {
        assertThat(Lineage.origin("camera-1-20261129T101500-e3-00000012")).isEmpty();
        assertThat(Lineage.origin("m-e1-1.2-release-5-20261129T101500-e3-00000012"))
                .isEmpty();
    }
}
