package io.slipstream.evaluator.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.slipstream.schemas.record.DriftComparison;
import io.slipstream.schemas.record.DriftReport;
import io.slipstream.schemas.record.DriftStatistic;
import io.slipstream.schemas.record.DriftVerdict;
import io.slipstream.schemas.record.DriftedImage;
import io.slipstream.schemas.record.TrainingAction;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole data flow without a broker: what is said of a stream. */
class DriftTopologyTest {

    private final Frames frames = new Frames(20261126);
    private WatchDriver watch;

    @BeforeEach
    void start() throws Exception {
        watch = new WatchDriver(WatchDriver.SMALL);
    }

    @AfterEach
    void stop() throws Exception {
        watch.close();
    }

    @Test
    void windowsThatBelongToTheAnchorAreInsufficientAndTheNextIsOrdinary() throws Exception {
        watch.announce(0);
        watch.images("line-1", frames, 80, 1);
        watch.pulse();

        List<DriftReport> reports = watch.reports("line-1");

        assertThat(reports).extracting(DriftReport::getWindow).containsExactly(1L, 2L, 3L, 4L);
        assertThat(reports)
                .extracting(DriftReport::getVerdict)
                .containsExactly(
                        DriftVerdict.INSUFFICIENT,
                        DriftVerdict.INSUFFICIENT,
                        DriftVerdict.INSUFFICIENT,
                        DriftVerdict.ORDINARY);
        assertThat(reports.get(0).getReasons()).containsExactly("The anchor is being collected: 20 of 60 images.");
        DriftReport last = reports.get(3);
        assertThat(last.getWindowSize()).isEqualTo(20);
        assertThat(reports.stream().mapToLong(DriftReport::getImagesSeen).sum()).isEqualTo(80);
        assertThat(last.getAnchorSize()).isEqualTo(60);
        assertThat(last.getOffsets()).singleElement().satisfies(range -> {
            assertThat(range.getFirst()).isEqualTo(60);
            assertThat(range.getLast()).isEqualTo(79);
        });
        assertThat(last.getModelId()).isEqualTo("m");
        assertThat(last.getFixedSnapshotId()).isEqualTo("m-0");
        assertThat(last.getCells().getSelfTest()).isCloseTo(0, within(1e-6));
        assertThat(last.getComparisons().get(0).getExpectedRunLength()).isGreaterThanOrEqualTo(15);
        assertThat(watch.embedder.batches).as("images are embedded in batches").contains(8);
    }

    @Test
    void aLampThatGoesDownRaisesOneAlarmWithinTwoWindowsAndNamesMomentSourceAndImages() throws Exception {
        watch.announce(0);
        watch.images("line-1", frames, 90, 1);
        Instant moment = watch.next();
        watch.images("line-1", frames, 90, 0.4);
        watch.pulse();

        List<DriftReport> reports = watch.reports("line-1");

        List<DriftReport> alarms =
                reports.stream().filter(DriftReport::getAlarm).toList();
        assertThat(alarms).as("an alarm is raised once").hasSize(1);
        DriftReport alarm = alarms.get(0);
        assertThat(alarm.getWindow()).as("the change lies in window 5").isBetween(5L, 6L);
        assertThat(alarm.getVerdict()).isEqualTo(DriftVerdict.DRIFTED);
        assertThat(moment).isBetween(alarm.getChangedAfter(), alarm.getChangedBefore());
        assertThat(alarm.getChangedBefore().getEpochSecond()
                        - alarm.getChangedAfter().getEpochSecond())
                .as("seconds, one image each")
                .isLessThan(10);
        assertThat(alarm.getReasons()).anyMatch(reason -> reason.startsWith("The images' brightness went from"));
        assertThat(alarm.getMostDrifted())
                .hasSize(5)
                .extracting(DriftedImage::getCaptureTime)
                .allMatch(time -> !time.isBefore(moment));
        assertThat(statistics(alarm.getComparisons().get(0)))
                .contains("mmd", "mmd-linear", "ks", "frechet", "domain-classifier-auc", "norm-shift", "ks-pc-4");
        assertThat(reports.get(8).getVerdict()).as("until it comes back").isEqualTo(DriftVerdict.DRIFTED);
    }

    @Test
    void aStreamThatComesBackIsOrdinaryAgain() throws Exception {
        watch.announce(0);
        watch.images("line-1", frames, 80, 1);
        watch.images("line-1", frames, 60, 0.4);
        watch.images("line-1", frames, 80, 1);
        watch.pulse();

        List<DriftReport> reports = watch.reports("line-1");

        assertThat(reports.get(6).getVerdict()).isEqualTo(DriftVerdict.DRIFTED);
        assertThat(reports.get(10).getVerdict()).isEqualTo(DriftVerdict.ORDINARY);
        assertThat(reports.get(10).getChangedAfter()).isNull();
    }

    @Test
    void whereTheWorldChangedIsToldByThePreviousWindowAndThatItStaysByTheAnchor() throws Exception {
        watch.announce(0);
        watch.images("line-1", frames, 140, 1);
        watch.images("line-1", frames, 80, 0.4);
        watch.pulse();

        List<DriftReport> reports = watch.reports("line-1");

        DriftReport first = reports.get(7);
        assertThat(first.getComparisons())
                .extracting(DriftComparison::getReference)
                .containsExactlyInAnyOrder("anchor", "previous", "reservoir");
        assertThat(comparison(first, "previous").getExceptional()).isTrue();
        assertThat(comparison(reports.get(9), "previous").getExceptional()).isFalse();
        assertThat(comparison(reports.get(9), "anchor").getExceptional()).isTrue();
    }

    @Test
    void aNewEncoderIsRepresentationDriftAndNotDataDrift() throws Exception {
        watch.announce(0);
        watch.images("line-1", frames, 80, 1);
        watch.pulse();
        watch.announce(400);
        // a look at what is published is due every half second, and the driver's clock stands still
        try (WatchDriver later = new WatchDriver(WatchDriver.SMALL)) {
            later.announce(0);
            later.announce(400);
            later.images("line-1", frames, 100, 1);
            later.pulse();

            DriftReport report = later.reports("line-1").get(4);

            assertThat(report.getVerdict()).isEqualTo(DriftVerdict.ORDINARY);
            assertThat(report.getCurrentSnapshotId()).isEqualTo("m-400");
            assertThat(report.getCells().getRepresentationDriftFromFixed()).isGreaterThan(0.02);
            assertThat(report.getCells().getFeltDriftFromFixed())
                    .as("felt by whoever compares with stored vectors")
                    .isGreaterThan(10 * Math.abs(report.getCells().getFeltDrift()))
                    .isGreaterThan(0.1);
            assertThat(report.getCells().getSelfTest()).isCloseTo(0, within(1e-6));
        }
    }

    @Test
    void anEncoderThatAnswersOtherwiseThanBeforeFailsTheSelfTest() throws Exception {
        watch.announce(0);
        watch.images("line-1", frames, 80, 1);
        watch.embedder.fault = 0.1;
        watch.images("line-1", frames, 40, 1);
        watch.pulse();

        List<DriftReport> reports = watch.reports("line-1");

        DriftReport last = reports.get(reports.size() - 1);
        assertThat(last.getVerdict()).isEqualTo(DriftVerdict.BROKEN);
        assertThat(last.getAlarm()).isFalse();
        assertThat(last.getReasons()).anyMatch(reason -> reason.startsWith("The fixed encoder gives canonical images"));
    }

    @Test
    void allSourcesTogetherAreWatchedByTheirRows() throws Exception {
        watch.announce(0);
        for (int i = 0; i < 60; i++) {
            watch.images("line-1", frames, 1, 1);
            watch.images("line-2", frames, 1, 1);
        }
        for (int i = 0; i < 30; i++) {
            watch.images("line-1", frames, 1, 1);
            watch.images("line-2", frames, 1, 0.3);
        }
        watch.pulse();

        List<DriftReport> all = watch.reports();

        List<DriftReport> whole =
                all.stream().filter(report -> report.getSource().equals("*")).toList();
        assertThat(whole)
                .extracting(DriftReport::getWindow)
                .startsWith(1L, 2L, 3L)
                .hasSize(9);
        assertThat(whole).filteredOn(DriftReport::getAlarm).singleElement().satisfies(alarm -> {
            assertThat(alarm.getWindow()).isBetween(7L, 8L);
            assertThat(alarm.getMostDrifted())
                    .extracting(DriftedImage::getSource)
                    .containsOnly("line-2");
            assertThat(alarm.getCells().getCanonicalSize()).isEqualTo(24);
            assertThat(alarm.getCells().getSelfTest()).as("that of its sources").isCloseTo(0, within(1e-6));
        });
        assertThat(all)
                .filteredOn(report -> report.getSource().equals("line-1"))
                .noneMatch(DriftReport::getAlarm);
    }

    @Test
    void whatCannotBeReadOrDecodedIsCountedAndStopsNothing() throws Exception {
        watch.images("line-1", frames, 1, 1);
        watch.announce(0);
        watch.pulse();
        try (WatchDriver other = new WatchDriver(WatchDriver.SMALL)) {
            other.announce(0);
            byte[] image = frames.next(1);
            other.send("line-1", new byte[] {0, 1, 2}, WatchDriver.NOW);
            other.send("line-1", java.util.Arrays.copyOf(image, image.length - 20), WatchDriver.NOW);
            other.send("line-1", image, WatchDriver.NOW);
            other.pulse();

            var counts = other.counts("line-1");

            assertThat(counts.seen()).isEqualTo(3);
            assertThat(counts.refused()).isEqualTo(1);
            assertThat(counts.undecodable()).isEqualTo(1);
            assertThat(counts.looked()).isEqualTo(1);
        }
        assertThat(watch.counts("line-1").unembedded()).as("before any encoder").isEqualTo(1);
    }

    @Test
    void ofEachSourceOnlyEverySoManyThImageIsLookedAt() throws Exception {
        try (WatchDriver thinned = new WatchDriver(
                WatchDriver.SMALL.replace("every: 1, overall-every: 1", "every: 3, overall-every: 2"))) {
            thinned.announce(0);
            thinned.images("line-1", frames, 60, 1);
            thinned.pulse();

            DriftReport report = thinned.reports("line-1").get(0);

            assertThat(report.getWindowSize()).isEqualTo(20);
            assertThat(thinned.counts("line-1").looked()).isEqualTo(20);
            assertThat(report.getOffsets().get(0).getLast()).isEqualTo(57);
        }
    }

    @Test
    void aRequestForAnAnchorBeginsAnewAndWhatWasOpenIsReported() throws Exception {
        watch.announce(0);
        watch.images("line-1", frames, 70, 1);
        watch.pulse();
        assertThat(watch.reports("line-1")).hasSize(3);
        watch.askForAnAnchor("m-0");
        try (WatchDriver asked = new WatchDriver(WatchDriver.SMALL)) {
            asked.announce(0);
            asked.askForAnAnchor("m-0");
            asked.images("line-1", frames, 20, 1);
            asked.pulse();

            assertThat(asked.reports("line-1"))
                    .singleElement()
                    .satisfies(report -> assertThat(report.getFixedSnapshotId()).isEqualTo("m-0"));
        }
    }

    @Test
    void aSnapshotThatCannotBeUsedIsPassedOver() throws Exception {
        watch.embedder.broken.add("m-100");
        watch.announce(0);
        watch.announce(100);
        watch.images("line-1", frames, 80, 1);
        watch.pulse();

        assertThat(watch.reports("line-1")).hasSize(4).last().satisfies(report -> {
            assertThat(report.getVerdict()).isEqualTo(DriftVerdict.ORDINARY);
        });
    }

    @Test
    void anAlarmMayAskTheTrainerToWarmUpAgain() throws Exception {
        try (WatchDriver asking = new WatchDriver(WatchDriver.SMALL + ", rewarm: overall")) {
            asking.announce(0);
            asking.images("line-1", frames, 80, 1);
            asking.images("line-1", frames, 60, 0.4);
            asking.pulse();

            assertThat(asking.requests()).singleElement().satisfies(request -> {
                assertThat(request.getAction()).isEqualTo(TrainingAction.REWARM);
                assertThat(request.getModelId()).isEqualTo("m");
                assertThat(request.getRequestedBy()).isEqualTo("drift");
                assertThat(request.getReason()).startsWith("drift of * in window");
            });
        }
    }

    @Test
    void rowsThatAreNoLongerNeededAreForgotten() throws Exception {
        watch.announce(0);
        watch.images("line-1", frames, 140, 1);
        watch.pulse();
        int before = watch.entries("source-rows");
        watch.images("line-1", frames, 200, 1);
        watch.pulse();

        assertThat(watch.entries("source-rows")).isEqualTo(before);
        assertThat(watch.entries("pending")).isZero();
    }

    private static DriftComparison comparison(DriftReport report, String reference) {
        return report.getComparisons().stream()
                .filter(comparison -> comparison.getReference().equals(reference))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> statistics(DriftComparison comparison) {
        return comparison.getStatistics().stream().map(DriftStatistic::getName).toList();
    }
}
