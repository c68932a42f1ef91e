package io.slipstream.deploy.chaos;

import java.util.ArrayList;
import java.util.List;

/** What has to hold of three models that were trained on one topic. */
final class Comparison {

    private Comparison() {}

    /**
     * The checks, whether they hold or not.
     *
     * @param plan what was written to the topic
     * @param kills how often the killed model's trainers were to be killed, and how often they were
     * @param undisturbed evidence of the model whose trainer nobody disturbed
     * @param killed evidence of the model whose trainers were killed
     * @param cold evidence of the model that started where a killed one stood, with nothing learned
     */
    static List<Check> of(StreamPlan plan, Kills kills, Evidence undisturbed, Evidence killed, Evidence cold) {
        return List.of(
                new Check("every kill was made before the stream ended", kills.problems()),
                new Check(
                        "the state is that of an undisturbed run, bit for bit",
                        StateCheck.differences(killed, undisturbed)),
                new Check("each trainer went on where the one before had stopped", LineageCheck.problems(killed)),
                new Check("every record counts once, as what it is", LedgerCheck.problems(killed, plan)),
                new Check("every poison record has one dead letter", DeadLetterCheck.problems(killed, plan)),
                new Check("every snapshot is announced once", SnapshotCheck.announcements(killed, undisturbed)),
                new Check("snapshots and checkpoints are committed together", SnapshotCheck.pairs(killed)),
                new Check(
                        "every artifact is whole, with the encoder of an undisturbed run",
                        SnapshotCheck.artifacts(killed, undisturbed)),
                new Check("the undisturbed run is one, and counts like it", undisturbed(undisturbed, plan)),
                new Check("a cold start ends elsewhere", StateCheck.sameness(cold, undisturbed)));
    }

    private static List<String> undisturbed(Evidence evidence, StreamPlan plan) {
        List<String> problems = new ArrayList<>(LineageCheck.problems(evidence));
        problems.addAll(LedgerCheck.problems(evidence, plan));
        problems.addAll(DeadLetterCheck.problems(evidence, plan));
        if (evidence.claims() != 1) {
            problems.add(
                    "%s: expected one trainer, found the claims of %d".formatted(evidence.model(), evidence.claims()));
        }
        return problems;
    }

    /** How often trainers were to be killed, and how often they were. */
    record Kills(int planned, int made) {
        private List<String> problems() {
            return made == planned
                    ? List.of()
                    : List.of(
                            ("expected %d kills, found the end of the stream after %d: give it more --images, or fewer"
                                            + " --times")
                                    .formatted(planned, made));
        }
    }
}
