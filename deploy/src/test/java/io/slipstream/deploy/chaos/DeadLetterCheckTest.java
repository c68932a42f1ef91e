package io.slipstream.deploy.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.schemas.record.DeadLetter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadLetterCheckTest {
    private final List<DeadLetter> letters = new ArrayList<>(Lineages.letters());

    @Test
    void oneLetterForEachPoisonRecordIsRight() {
        assertThat(letters).isNotEmpty();
        assertThat(problems()).isEmpty();
    }

    @Test
    void aLetterTooManyOrTooFewIsAProblem() {
        DeadLetter first = letters.remove(0);
        letters.add(letters.get(0));

        assertThat(problems())
                .containsExactlyInAnyOrder(
                        "%d@%d: expected 1 dead letters, found 0".formatted(first.getPartition(), first.getOffset()),
                        "%d@%d: expected 1 dead letters, found 2"
                                .formatted(
                                        letters.get(0).getPartition(),
                                        letters.get(0).getOffset()));
    }

    @Test
    void aLetterForARecordThatIsNoPoisonIsAProblem() {
        letters.add(Lineages.letter(0, 0));
        assertThat(problems()).containsExactly("0@0: expected 0 dead letters, found 1");
    }

    private List<String> problems() {
        Evidence sound = Lineages.sound("killed", 2);
        return DeadLetterCheck.problems(
                new Evidence("killed", sound.announcements(), sound.snapshots(), sound.encoders(), List.of(), letters),
                Lineages.PLAN);
    }
}
