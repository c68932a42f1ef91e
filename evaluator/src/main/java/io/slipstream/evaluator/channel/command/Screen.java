package io.slipstream.evaluator.channel.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipstream.evaluator.channel.decision.Verification;
import io.slipstream.schemas.record.ChannelPointer;
import io.slipstream.schemas.record.ModelSnapshot;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Shows what commands have found, as tables or as JSON, one object per line. */
record Screen(PrintWriter out, boolean json) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    void snapshots(List<SnapshotView> views) {
        if (json) {
            views.forEach(view -> object(view.tree()));
            return;
        }
        Table table = new Table("SNAPSHOT", "STEP", "IMAGES", "CREATED", "CHANNELS", "VERDICT", "RANKME", "KNN TOP-1");
        for (SnapshotView view : views) {
            ModelSnapshot snapshot = view.known().snapshot().value();
            table.row(
                    view.id(),
                    snapshot.getStep(),
                    snapshot.getImagesSeen(),
                    snapshot.getCreatedAt(),
                    view.state(),
                    view.report().map(report -> lower(report.getVerdict())).orElse("-"),
                    view.report().map(report -> number(report.getRankMe())).orElse("-"),
                    view.knn().isEmpty() ? "-" : scores(view));
        }
        table.print(out);
    }

    void snapshot(SnapshotView view, List<ChannelPointer> decisions) {
        if (json) {
            object(view.tree());
            return;
        }
        ModelSnapshot snapshot = view.known().snapshot().value();
        Table table = new Table("snapshot", view.id());
        table.row("channels", view.state());
        table.row("created", snapshot.getCreatedAt());
        table.row("step", snapshot.getStep());
        table.row("images seen", snapshot.getImagesSeen());
        table.row("parent", Objects.requireNonNullElse(snapshot.getParentId(), "-"));
        if (snapshot.getRelease() != null) {
            table.row(
                    "release",
                    snapshot.getRelease().getSteps() + " annealed steps from checkpoint " + snapshot.getCheckpointId());
        }
        table.row("artifact", snapshot.getArtifactUri());
        table.row("SHA-256", snapshot.getArtifactSha256());
        view.report().ifPresent(report -> {
            table.row("verdict", lower(report.getVerdict()) + " " + report.getReasons());
            table.row("RankMe", number(report.getRankMe()));
            table.row("collapse level", number(report.getCollapseLevel()));
            report.getComparisons()
                    .forEach(other -> table.row(
                            "CKA to " + other.getRole(), number(other.getCka()) + " " + other.getSnapshotId()));
        });
        table.row("kNN top-1", view.knn().isEmpty() ? "-" : scores(view));
        table.print(out);
        decisions(decisions);
    }

    void decisions(List<ChannelPointer> decisions) {
        if (json) {
            decisions.forEach(this::decision);
            return;
        }
        Table table = new Table("DECISION", "TIME", "CHANNEL", "ACTION", "SUBJECT", "SERVES", "ACTOR", "REASONS");
        for (ChannelPointer decision : decisions) {
            table.row(
                    decision.getDecisionEpoch(),
                    decision.getTime(),
                    decision.getChannel(),
                    lower(decision.getAction()),
                    Objects.requireNonNullElse(decision.getSubjectSnapshotId(), "-"),
                    decision.getSnapshotId().isEmpty() ? "-" : decision.getSnapshotId(),
                    decision.getActor(),
                    String.join("; ", decision.getReasons()));
        }
        table.print(out);
    }

    private void decision(ChannelPointer decision) {
        object(SnapshotView.tree(decision));
    }

    void verification(Verification.Result result) {
        if (json) {
            object(result);
            return;
        }
        result.beyondProof().forEach(gone -> out.println("beyond proof  " + gone));
        out.printf(
                "%,d decisions of %s: %,d made again with the same result, %,d beyond proof%n",
                result.decisions(),
                result.model(),
                result.proven(),
                result.beyondProof().size());
        out.println(result.broken() == null ? "ok: every decision follows" : "BROKEN at " + result.broken());
        out.flush();
    }

    private void object(Object tree) {
        try {
            out.println(MAPPER.writeValueAsString(tree));
            out.flush();
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("writing a tree of texts and numbers", impossible);
        }
    }

    private static String scores(SnapshotView view) {
        StringBuilder text = new StringBuilder();
        view.knn().forEach((set, top1) -> text.append(text.isEmpty() ? "" : ", ")
                .append(set)
                .append(' ')
                .append(number(top1)));
        return text.toString();
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
