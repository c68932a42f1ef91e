package io.slipstream.deploy.chaos.promote;

import io.slipstream.deploy.chaos.promote.Publication.Announcement;
import io.slipstream.deploy.chaos.promote.Publication.Report;
import io.slipstream.deploy.chaos.promote.Publication.Request;
import io.slipstream.deploy.chaos.promote.Publication.Score;
import io.slipstream.schemas.record.RequestedAction;
import io.slipstream.schemas.record.SnapshotVerdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What a trainer, an evaluator and people publish about a lineage, drawn from a seed: most snapshots are good, some are
 * not, some lack a score, some are found bad later, and now and then somebody promotes, goes back or revokes.
 */
final class PublicationPlan {

    private static final double BAD = 0.2;
    private static final double UNSCORED = 0.1;
    private static final double BAD_LATER = 0.15;
    private static final double BY_HAND = 0.08;

    private PublicationPlan() {}

    /** All of it, in the order of time. Pure. */
    static List<Publication> of(long seed, int snapshots, Duration interval) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Publication> plan = new ArrayList<>();
        for (int number = 0; number < snapshots; number++) {
            Duration announced = interval.multipliedBy(number);
            plan.add(new Announcement(announced, number));
            SnapshotVerdict verdict = random.nextDouble() < BAD ? SnapshotVerdict.DEGRADING : SnapshotVerdict.HEALTHY;
            double rankMe = 40 + 4 * random.nextDouble();
            plan.add(new Report(later(announced, interval, 0.05, 0.5, random), number, verdict, rankMe));
            if (random.nextDouble() >= UNSCORED) {
                double top1 = 0.5 + 0.3 * number / snapshots + 0.02 * random.nextDouble();
                plan.add(new Score(later(announced, interval, 0.05, 0.5, random), number, top1));
            }
            if (random.nextDouble() < BAD_LATER) {
                plan.add(new Report(
                        later(announced, interval, 2, 5, random), number, SnapshotVerdict.COLLAPSED, rankMe));
            }
            for (RequestedAction action :
                    List.of(RequestedAction.PROMOTE, RequestedAction.ROLLBACK, RequestedAction.REVOKE)) {
                if (random.nextDouble() < BY_HAND) {
                    Integer of = action == RequestedAction.ROLLBACK ? null : (Integer) number;
                    plan.add(new Request(later(announced, interval, 1, 5, random), action, of));
                }
            }
        }
        plan.sort(Comparator.comparing(Publication::at));
        return plan;
    }

    private static Duration later(
            Duration from, Duration interval, double least, double most, SplittableRandom random) {
        return from.plusMillis(Math.round(interval.toMillis() * random.nextDouble(least, most)));
    }
}
