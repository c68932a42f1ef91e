package io.slipstream.deploy.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.schemas.record.TrainingCheckpoint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateCheckTest {
    private final Evidence undisturbed = Lineages.sound("undisturbed", 1);
    private final Evidence killed = Lineages.sound("killed", 3);

    @Test
    void equalHashesAtTheSameStepAreTheSameState() {
        assertThat(StateCheck.differences(killed, undisturbed)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"student", "teacher", "optimizer", "memory", "replay", "stream"})
    void everyPartThatDiffersIsNamed(String part) {
        assertThat(StateCheck.differences(with(killed, part, "x"), undisturbed))
                .singleElement()
                .asString()
                .isEqualTo("%s: expected %s as after an undisturbed run, found x"
                        .formatted(part, Lineages.HASHES.get(part)));
    }

    @Test
    void anotherStepIsAnotherState() {
        TrainingCheckpoint last = killed.last().orElseThrow();
        Evidence behind = Lineages.endingWith(
                killed, TrainingCheckpoint.newBuilder(last).setStep(59).build());

        assertThat(StateCheck.differences(behind, undisturbed))
                .containsExactly("step: expected 60 as after an undisturbed run, found 59");
    }

    @Test
    void aModelWithoutACheckpointOrWithoutHashesIsNotTheSameAsAnything() {
        Evidence nothing = Lineages.with(killed, List.of(Lineages.claim("killed", 1)));
        TrainingCheckpoint last = killed.last().orElseThrow();
        Evidence silent = Lineages.endingWith(
                killed,
                TrainingCheckpoint.newBuilder(last).setStateHashes(Map.of()).build());

        assertThat(StateCheck.differences(nothing, undisturbed)).hasSize(1);
        assertThat(StateCheck.differences(silent, silent)).hasSize(2);
        assertThat(StateCheck.differences(silent, undisturbed))
                .containsExactly("killed: expected a last checkpoint with the hashes of [student, teacher, optimizer,"
                        + " memory, replay, stream], found those of []");
        assertThat(StateCheck.sameness(nothing, undisturbed)).hasSize(1);
    }

    @Test
    void aColdStartThatEndsInTheSameStateIsAProblemForEachPart() {
        Evidence cold = Lineages.sound("cold", 1);
        assertThat(StateCheck.sameness(cold, undisturbed)).hasSize(4);

        for (String part : List.of("student", "optimizer", "replay", "stream")) {
            cold = with(cold, part, "x");
        }
        assertThat(StateCheck.sameness(cold, undisturbed)).isEmpty();
    }

    private static Evidence with(Evidence evidence, String part, String hash) {
        TrainingCheckpoint last = evidence.last().orElseThrow();
        Map<String, String> hashes = new HashMap<>(last.getStateHashes());
        hashes.put(part, hash);
        return Lineages.endingWith(
                evidence,
                TrainingCheckpoint.newBuilder(last).setStateHashes(hashes).build());
    }
}
