package io.slipstream.evaluator.channel.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.evaluator.channel.Samples;
import io.slipstream.evaluator.channel.decision.Channel.Name;
import io.slipstream.evaluator.topic.Received;
import io.slipstream.schemas.record.ChannelAction;
import io.slipstream.schemas.record.ChannelPointer;
import io.slipstream.schemas.record.RequestedAction;
import io.slipstream.schemas.record.SnapshotReport;
import io.slipstream.schemas.record.SnapshotVerdict;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RandomHistoryTest {

    private static final int HISTORIES = 100;
    private static final int EVENTS = 120;

    @Test
    void whateverHappensTheHistoryIsGaplessServesNothingRevokedAndCanBeMadeAgain() {
        long base = new Random().nextLong();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < HISTORIES; i++) {
            long seed = base + i;
            System.out.println("seed " + seed);
            Desk desk = history(new Random(seed));
            check(desk, seed);
            desk.decisions.forEach(decision -> seen.add(decision.value().getAction() + " by "
                    + (decision.value().getActor().equals("gate") ? "gate" : "a person")));
        }
        assertThat(seen)
                .as("every kind of decision occurs")
                .contains(
                        "PROMOTE by gate",
                        "HOLD by gate",
                        "ROLLBACK by gate",
                        "PROMOTE by a person",
                        "HOLD by a person",
                        "ROLLBACK by a person",
                        "REVOKE by a person");
    }

    private static Desk history(Random random) {
        Desk desk = new Desk(gates(random));
        long seconds = 0;
        long step = 0;
        for (int i = 0; i < EVENTS; i++) {
            seconds += random.nextInt(20);
            switch (random.nextInt(10)) {
                case 0, 1, 2 -> desk.publish(Samples.snapshot(++step, seconds));
                case 3, 4, 5 -> desk.publish(report(random, step, seconds));
                case 6, 7 -> desk.publish(Samples.score(old(random, step), seconds, 0.5 + 0.1 * random.nextDouble()));
                case 8 -> {
                    RequestedAction[] actions = RequestedAction.values();
                    String[] channels = {"candidate", "shadow", "stable", "stable", "stable", "release", "nonsense"};
                    desk.publish(Samples.request(
                            actions[random.nextInt(actions.length)],
                            channels[random.nextInt(channels.length)],
                            random.nextBoolean() ? null : "m-" + old(random, step),
                            seconds));
                }
                default -> {
                    if (random.nextBoolean()) {
                        desk.restart();
                    } else {
                        desk.useGates(gates(random));
                    }
                }
            }
            switch (random.nextInt(4)) {
                case 0, 1 -> desk.decide();
                case 2 -> desk.decideAt(seconds + random.nextInt(100));
                default -> seconds++;
            }
        }
        return desk;
    }

    private static SnapshotReport report(Random random, long step, long seconds) {
        SnapshotVerdict verdict = random.nextInt(4) == 0 ? SnapshotVerdict.COLLAPSED : SnapshotVerdict.HEALTHY;
        long of = old(random, step);
        SnapshotReport report = Samples.report(of, seconds, verdict);
        report.setComparisons(List.of(Samples.comparison("m-" + old(random, step), random.nextDouble())));
        return report;
    }

    /** Mostly one of the newest snapshots. */
    private static long old(Random random, long step) {
        return Math.max(0, step - random.nextInt(random.nextInt(4) == 0 ? 20 : 3));
    }

    private static String gates(Random random) {
        return "shadow: {min-age: %ds, min-checks: %d}\nprobes: %s\ncka: {min: %s}\nevidence-within: %ds\nwithout-comparison: %s"
                .formatted(
                        random.nextInt(60),
                        random.nextInt(3),
                        random.nextBoolean() ? "{cifar: {tolerance: 0.02}}" : "{}",
                        random.nextInt(3) == 0 ? "0.2" : "-1",
                        10 + random.nextInt(100),
                        random.nextBoolean() ? "hold" : "pass");
    }

    private static void check(Desk desk, long seed) {
        Map<String, Long> channelEpochs = new HashMap<>();
        Set<String> revoked = new HashSet<>();
        Map<String, String> serving = new HashMap<>();
        long epoch = 0;
        for (Received<ChannelPointer> received : desk.decisions) {
            ChannelPointer decision = received.value();
            assertThat(decision.getDecisionEpoch()).as("seed %d", seed).isEqualTo(++epoch);
            assertThat(decision.getChannelEpoch())
                    .as("seed %d", seed)
                    .isEqualTo(channelEpochs.merge(decision.getChannel(), 1L, Long::sum));
            if (decision.getAction() == ChannelAction.REVOKE) {
                revoked.add(decision.getSubjectSnapshotId());
            }
            serving.put(decision.getChannel(), decision.getSnapshotId());
            assertThat(decision.getFallbacks()).as("seed %d", seed).noneMatch(revoked::contains);
            assertThat(decision.getSnapshotId()).as("seed %d", seed).isNotIn(revoked);
        }
        assertThat(serving.values()).as("seed %d", seed).noneMatch(revoked::contains);
        for (Name name : Name.values()) {
            assertThat(desk.serving(name)).as("seed %d", seed).isEqualTo(serving.getOrDefault(name.text(), ""));
        }
        assertThat(desk.verify().broken()).as("seed %d", seed).isNull();
        assertThat(desk.verify().proven()).as("seed %d", seed).isEqualTo(desk.decisions.size());
    }
}
