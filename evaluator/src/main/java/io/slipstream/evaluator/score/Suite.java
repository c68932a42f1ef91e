package io.slipstream.evaluator.score;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.slipstream.evaluator.metric.BankQuerySplit;
import io.slipstream.evaluator.metric.Bootstrap;
import io.slipstream.evaluator.metric.ClassReport;
import io.slipstream.evaluator.metric.CollapseLevel;
import io.slipstream.evaluator.metric.Embeddings;
import io.slipstream.evaluator.metric.FewShotProbe;
import io.slipstream.evaluator.metric.KnnProbe;
import io.slipstream.evaluator.metric.LinearProbe;
import io.slipstream.evaluator.metric.ProbeSplit;
import io.slipstream.evaluator.metric.RankMe;
import io.slipstream.evaluator.probe.ProbeSet;
import io.slipstream.schemas.hash.Sha256;
import io.slipstream.schemas.record.ClassScore;
import io.slipstream.schemas.record.FewShotScore;
import io.slipstream.schemas.record.LinearScore;
import io.slipstream.schemas.record.ProbeScore;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * What is measured on one state of a probe set, and how: scores compare only under the same suite.
 *
 * <p>Pure: the same embeddings always give the same scores, to the bit.
 */
final class Suite {

    /** Counts the changes of what the scores mean that the settings do not show. */
    private static final int DEFINITIONS = 1;

    private static final Bootstrap INTERVAL = Bootstrap.DEFAULT;

    private final ProbeSet probeSet;
    private final int[] labels;
    private final int classes;
    private final ProbeSettings settings;
    private final BankQuerySplit split;
    private final KnnProbe knn;
    private final String hash;

    Suite(ProbeSet probeSet, ProbeSettings settings) {
        this.probeSet = probeSet;
        this.labels = probeSet.labels();
        this.classes = probeSet.classes().size();
        this.settings = settings;
        this.split = BankQuerySplit.stratified(labels, classes, settings.seed());
        this.knn = settings.knn().probe(split.bank().length);
        this.hash = Sha256.of(
                (DEFINITIONS + "\n" + probeSet.contentHash() + "\n" + settings + "\n" + INTERVAL).getBytes(UTF_8));
    }

    /** SHA-256 over the images with their labels, the seed and the probes' settings. */
    String hash() {
        return hash;
    }

    ProbeSet probeSet() {
        return probeSet;
    }

    /** The score's fields that follow from the embeddings of the probe set. */
    ProbeScore.Builder measure(Embeddings embeddings) {
        int[] predictions =
                knn.predict(embeddings.rows(split.bank()), at(split.bank()), classes, embeddings.rows(split.query()));
        Bootstrap.Interval top1 = interval(predictions, split.query());
        return ProbeScore.newBuilder()
                .setProbeSet(probeSet.name())
                .setSuite(hash)
                .setBankSize(split.bank().length)
                .setQuerySize(split.query().length)
                .setClasses(classes)
                .setK(knn.k())
                .setTemperature(knn.temperature())
                .setKnnTop1(top1.estimate())
                .setKnnLow(top1.low())
                .setKnnHigh(top1.high())
                .setPerClass(perClass(predictions))
                .setLinear(settings.linear().enabled() ? linear(embeddings) : null)
                .setFewShot(fewShot(embeddings))
                .setRankMe(RankMe.of(embeddings))
                .setCollapseLevel(CollapseLevel.of(embeddings))
                .setEmbeddingDim(embeddings.dim());
    }

    private List<ClassScore> perClass(int[] predictions) {
        ClassReport report = ClassReport.of(at(split.query()), predictions, classes);
        return IntStream.range(0, classes)
                .mapToObj(label -> ClassScore.newBuilder()
                        .setLabel(probeSet.classes().get(label))
                        .setSupport(report.support(label))
                        .setPrecision(report.precision(label))
                        .setRecall(report.recall(label))
                        .setF1(report.f1(label))
                        .build())
                .toList();
    }

    private LinearScore linear(Embeddings embeddings) {
        ProbeSplit parts = ProbeSplit.of(split, labels, classes, settings.seed());
        LinearProbe.Result found = settings.linear().probe().evaluate(embeddings, labels, classes, parts);
        Bootstrap.Interval top1 = interval(found.predictions(), parts.test());
        return LinearScore.newBuilder()
                .setTop1(found.testAccuracy())
                .setLow(top1.low())
                .setHigh(top1.high())
                .setC(found.inverseStrength())
                .setValidationTop1(found.validationAccuracy())
                .setTrainSize(parts.train().length)
                .setValidationSize(parts.validation().length)
                .setTestSize(parts.test().length)
                .build();
    }

    private List<FewShotScore> fewShot(Embeddings embeddings) {
        FewShotConfig config = settings.fewShot();
        int[] inBank = new int[classes];
        for (int row : split.bank()) {
            inBank[labels[row]]++;
        }
        int smallest = Arrays.stream(inBank).min().orElse(0);
        return config.shots().stream()
                .filter(shots -> shots <= smallest)
                .map(shots -> fewShot(embeddings, new FewShotProbe(shots, config.draws(), config.inverseStrength())))
                .toList();
    }

    private FewShotScore fewShot(Embeddings embeddings, FewShotProbe probe) {
        FewShotProbe.Score found =
                probe.evaluate(embeddings, labels, classes, split, new SplittableRandom(settings.seed()));
        return FewShotScore.newBuilder()
                .setShots(probe.shots())
                .setTop1(found.mean())
                .setDeviation(found.deviation())
                .setDraws(probe.repetitions())
                .build();
    }

    /** The share of hits among the rows, with its interval. */
    private Bootstrap.Interval interval(int[] predictions, int[] rows) {
        double[] hits = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            hits[i] = predictions[i] == labels[rows[i]] ? 1 : 0;
        }
        return INTERVAL.mean(hits, new SplittableRandom(settings.seed()));
    }

    private int[] at(int[] rows) {
        return Arrays.stream(rows).map(row -> labels[row]).toArray();
    }
}
