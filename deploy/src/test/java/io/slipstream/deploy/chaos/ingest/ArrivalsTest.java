package io.slipstream.deploy.chaos.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ArrivalsTest {

    private static List<String> problems(Map<String, Integer> arrived) {
        return Arrivals.problems("camera", Set.of("a", "b"), Set.of("a", "b", "c"), arrived);
    }

    @Test
    void whatIsOwedOnceAndWhatMayComeIsNoProblem() {
        assertThat(problems(Map.of("a", 1, "b", 1))).isEmpty();
        assertThat(problems(Map.of("a", 1, "b", 1, "c", 1))).isEmpty();
    }

    @Test
    void anImageThatIsOwedAndDoesNotComeIsLost() {
        assertThat(problems(Map.of("a", 1))).containsExactly("camera: 1 images lost, the first b");
    }

    @Test
    void anImageThatComesTwiceIsAProblem() {
        assertThat(problems(Map.of("a", 2, "b", 1)))
                .containsExactly("camera: 1 images delivered more than once, the first a");
    }

    @Test
    void anImageThatNobodySentIsAProblem() {
        assertThat(problems(Map.of("a", 1, "b", 1, "d", 1)))
                .containsExactly("camera: 1 images delivered and never sent, the first d");
    }
}
