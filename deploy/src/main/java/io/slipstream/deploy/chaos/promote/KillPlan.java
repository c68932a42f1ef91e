package io.slipstream.deploy.chaos.promote;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * When the promoter is killed: every other time at any moment, and else within a quarter of a second after something was
 * published, when it reads, decides and commits.
 */
final class KillPlan {

    private static final int CLOSE_MILLIS = 250;
    private static final long SALT = 0x6b696c6c;

    private KillPlan() {}

    /** The moments, since the beginning, in order. Pure. */
    static List<Duration> of(long seed, int kills, List<Publication> plan) {
        SplittableRandom random = new SplittableRandom(seed ^ SALT);
        List<Duration> moments = new ArrayList<>();
        long last = plan.get(plan.size() - 1).at().toMillis();
        for (int kill = 0; kill < kills; kill++) {
            moments.add(
                    kill % 2 == 0
                            ? plan.get(random.nextInt(plan.size())).at().plusMillis(random.nextInt(CLOSE_MILLIS))
                            : Duration.ofMillis(random.nextLong(last + 1)));
        }
        return moments.stream().sorted().toList();
    }
}
