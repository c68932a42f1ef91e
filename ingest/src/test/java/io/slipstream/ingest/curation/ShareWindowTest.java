package io.slipstream.ingest.curation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ShareWindowTest {

    private static final Balance THIRD = new Balance(0.34, Duration.ofSeconds(10), 5);

    @Test
    void aSourceAloneHasAllTheRoom() {
        assertThat(forwardedOf("a", Map.of("a", 100))).isGreaterThan(5000);
    }

    @Test
    void ofTwoSourcesTheChattyOneGetsNoMoreThanHalf() {
        ShareWindow window = new ShareWindow(THIRD);
        Map<String, Integer> forwarded = run(window, Map.of("a", 90, "b", 10), 60);

        assertThat(forwarded.getOrDefault("b", 0)).isEqualTo(600);
        assertThat(forwarded.getOrDefault("a", 0)).isBetween(550, 700);
    }

    @Test
    void ofManySourcesTheChattyOneGetsItsShare() {
        Map<String, Integer> forwarded =
                run(new ShareWindow(THIRD), Map.of("a", 400, "b", 20, "c", 20, "d", 20, "e", 20), 60);

        double share = forwarded.getOrDefault("a", 0)
                / (double) forwarded.values().stream().mapToInt(i -> i).sum();
        assertThat(share).isBetween(0.28, 0.36);
    }

    @Test
    void besideANearlySilentSourceTheFloorStays() {
        Balance balance = new Balance(0.5, Duration.ofSeconds(10), 50);
        ShareWindow window = new ShareWindow(balance);
        window.add("silent", 0);
        int forwarded = 0;
        for (int i = 0; i < 200; i++) {
            if (window.hasRoom("a", 500)) {
                window.add("a", 500);
                forwarded++;
            }
        }

        assertThat(forwarded).isEqualTo(50);
    }

    @Test
    void whatLiesBeforeTheWindowCountsNoMore() {
        ShareWindow window = new ShareWindow(THIRD);
        window.add("b", 0);
        for (int i = 0; i < 5; i++) {
            window.add("a", 0);
        }
        assertThat(window.hasRoom("a", 500)).isFalse();

        assertThat(window.hasRoom("a", 10_000)).isTrue();
    }

    @Test
    void aRestoredWindowDecidesLikeTheOneItWas() {
        long seed = 20261122;
        Random random = new Random(seed);
        ShareWindow window = new ShareWindow(THIRD);
        Map<String, ShareWindow.Count> stored = new HashMap<>();
        for (long time = 0; time < 60_000; time += 7) {
            String source = "s" + (int) Math.pow(random.nextInt(4) * random.nextDouble(), 2);
            if (window.hasRoom(source, time)) {
                ShareWindow.Count count = window.add(source, time);
                stored.put(source + Math.floorMod(count.slot(), ShareWindow.SLOTS), count);
            }
        }
        ShareWindow restored = new ShareWindow(THIRD);
        stored.values().forEach(restored::restore);

        for (int i = 0; i < 200; i++) {
            String source = "s" + random.nextInt(5);
            long time = 60_000 + 30L * i;
            assertThat(restored.hasRoom(source, time)).as("seed %d", seed).isEqualTo(window.hasRoom(source, time));
            window.add(source, time);
            restored.add(source, time);
        }
    }

    private static int forwardedOf(String source, Map<String, Integer> perSecond) {
        return run(new ShareWindow(THIRD), perSecond, 60).getOrDefault(source, 0);
    }

    /** Sources that send evenly; returns what each got through. */
    private static Map<String, Integer> run(ShareWindow window, Map<String, Integer> perSecond, int seconds) {
        Map<String, Integer> forwarded = new HashMap<>();
        for (long milli = 0; milli < seconds * 1000L; milli++) {
            long now = milli;
            perSecond.forEach((source, rate) -> {
                if (now * rate / 1000 != (now + 1) * rate / 1000 && window.hasRoom(source, now)) {
                    window.add(source, now);
                    forwarded.merge(source, 1, Integer::sum);
                }
            });
        }
        return forwarded;
    }
}
