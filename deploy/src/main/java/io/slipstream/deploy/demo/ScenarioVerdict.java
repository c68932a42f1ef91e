package io.slipstream.deploy.demo;

import io.slipstream.deploy.demo.ScenarioReport.Decision;
import io.slipstream.deploy.demo.ScenarioReport.Judged;
import io.slipstream.deploy.demo.ScenarioReport.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Whether the pipeline said about a scenario what it has to say, and nothing else. */
final class ScenarioVerdict {

    /** A change is to be noticed by the end of the second window that lies wholly behind it. */
    private static final int WINDOWS_TO_NOTICE = 2;

    /** An interval of 95 % misses now and then, but not by more than this part of its window. */
    private static final int PARTS_OF_A_WINDOW = 10;

    private final ScenarioReport report;
    private final List<String> problems = new ArrayList<>();

    private ScenarioVerdict(ScenarioReport report) {
        this.report = report;
    }

    /** What is wrong, in words; empty when all is as it has to be. */
    static List<String> problems(ScenarioReport report) {
        ScenarioVerdict verdict = new ScenarioVerdict(report);
        verdict.judge();
        return verdict.problems;
    }

    private void judge() {
        if (report.windows().stream().noneMatch(Window::judged)) {
            problems.add("No window of the stream was judged (%d reported): run it for longer with --for."
                    .formatted(report.windows().size()));
        }
        if (report.decisions().stream().noneMatch(decision -> decision.action().equals("PROMOTE"))) {
            problems.add("No snapshot was promoted to any channel.");
        }
        switch (report.name()) {
            case QUIET -> {
                noAlarms(Instant.MAX);
                noneUnwell();
            }
            case LAMP_CHANGE -> {
                Instant changedAt = disturbedAt();
                noAlarms(changedAt);
                everyStreamAlarmed(changedAt);
            }
            case BAD_LEARNING_RATE -> {
                noAlarms(Instant.MAX);
                badSnapshotsStopped();
            }
        }
    }

    private Instant disturbedAt() {
        Instant moment = report.disturbedAt();
        if (moment == null) {
            problems.add("It ended before it was disturbed: run it for longer with --for.");
            return Instant.MAX;
        }
        return moment;
    }

    private void noAlarms(Instant before) {
        report.windows().stream()
                .filter(Window::alarm)
                .filter(window -> window.end().isBefore(before))
                .forEach(
                        window -> problems.add("Data drift was raised although there was none: %s, window %d, %s to %s."
                                .formatted(window.source(), window.number(), window.start(), window.end())));
    }

    private void noneUnwell() {
        report.snapshots().stream()
                .filter(Judged::unwell)
                .forEach(snapshot -> problems.add("The snapshot at step %d was judged %s: %s."
                        .formatted(snapshot.step(), snapshot.verdict(), snapshot.reasons())));
    }

    private void everyStreamAlarmed(Instant changedAt) {
        Map<String, List<Window>> bySource = report.windows().stream()
                .filter(Window::judged)
                .collect(Collectors.groupingBy(Window::source, LinkedHashMap::new, Collectors.toList()));
        bySource.forEach((source, windows) -> alarmed(source, windows, changedAt));
    }

    private void alarmed(String source, List<Window> windows, Instant changedAt) {
        int behind = 0;
        for (Window window : windows) {
            behind += window.start().isBefore(changedAt) ? 0 : 1;
            if (behind > WINDOWS_TO_NOTICE) {
                break;
            }
            if (window.alarm() && !window.end().isBefore(changedAt)) {
                momentNamed(window, changedAt);
                return;
            }
        }
        problems.add("The change at %s was not raised within %d windows of %s (%d windows behind it)."
                .formatted(changedAt, WINDOWS_TO_NOTICE, source, behind));
    }

    private void momentNamed(Window window, Instant changedAt) {
        Instant after = window.changedAfter();
        Instant before = window.changedBefore();
        Duration slack = Duration.between(window.start(), window.end()).dividedBy(PARTS_OF_A_WINDOW);
        if (after == null
                || before == null
                || after.minus(slack).isAfter(changedAt)
                || before.plus(slack).isBefore(changedAt)) {
            problems.add("The change at %s is said to have been between %s and %s (%s, window %d)."
                    .formatted(changedAt, after, before, window.source(), window.number()));
        }
    }

    private void badSnapshotsStopped() {
        List<Judged> disturbed =
                report.snapshots().stream().filter(Judged::disturbed).toList();
        List<Judged> bad = disturbed.stream().filter(Judged::unwell).toList();
        if (bad.isEmpty()) {
            problems.add("None of the %d snapshots of the disturbed trainer was judged degrading or collapsed."
                    .formatted(disturbed.size()));
        }
        for (Judged snapshot : bad) {
            report.decisions().stream()
                    .filter(decision -> decision.promotes(snapshot.id()))
                    .map(Decision::channel)
                    .forEach(channel -> problems.add(
                            "The bad snapshot at step %d was promoted to %s.".formatted(snapshot.step(), channel)));
        }
    }
}
