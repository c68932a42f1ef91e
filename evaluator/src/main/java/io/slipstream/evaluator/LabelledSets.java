package io.slipstream.evaluator;

import io.slipstream.evaluator.probe.ProbeSet;
import io.slipstream.evaluator.probe.ProbeSetConfig;
import io.slipstream.evaluator.probe.ProbeSetException;
import io.slipstream.evaluator.probe.ProbeSetReader;
import io.slipstream.evaluator.probe.ProbeSource;
import io.slipstream.evaluator.score.LabelledImages;
import io.slipstream.evaluator.score.TopicImages;
import io.slipstream.schemas.blob.BlobFetcher;
import io.slipstream.schemas.config.ByteSize;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The probe sets of a configuration: those with a path are read, those of the topic are ready to be. */
final class LabelledSets implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LabelledSets.class);

    private final List<LabelledImages> all;
    private final Optional<BlobFetcher> store;

    private LabelledSets(List<LabelledImages> all, Optional<BlobFetcher> store) {
        this.all = all;
        this.store = store;
    }

    /**
     * Reads the sets.
     *
     * @throws ProbeSetException with everything that is wrong with any of them
     */
    static LabelledSets open(EvaluatorConfig config) throws ProbeSetException {
        Optional<BlobFetcher> store = store(config);
        List<LabelledImages> all = new ArrayList<>();
        List<ProbeSetException> unusable = new ArrayList<>();
        for (Map.Entry<String, ProbeSetConfig> entry : config.probeSets().entrySet()) {
            ProbeSetConfig set = entry.getValue();
            if (set.source() == ProbeSource.TOPIC) {
                all.add(new TopicImages(entry.getKey(), set, config.seed(), store));
            } else {
                try {
                    all.add(LabelledImages.of(read(entry.getKey(), set, config.seed())));
                } catch (ProbeSetException problem) {
                    unusable.add(problem);
                }
            }
        }
        if (!unusable.isEmpty()) {
            store.ifPresent(BlobFetcher::close);
            throw ProbeSetException.all(unusable);
        }
        return new LabelledSets(List.copyOf(all), store);
    }

    private static ProbeSet read(String name, ProbeSetConfig config, long seed) throws ProbeSetException {
        ProbeSet probeSet = ProbeSetReader.read(name, config, seed);
        log.atInfo()
                .addKeyValue("probeSet", probeSet.name())
                .addKeyValue("images", probeSet.size())
                .addKeyValue("classes", probeSet.classes().size())
                .log("Read a probe set");
        return probeSet;
    }

    private static Optional<BlobFetcher> store(EvaluatorConfig config) throws ProbeSetException {
        if (config.claimCheck().isEmpty()) {
            return Optional.empty();
        }
        ByteSize largest = new ByteSize(config.probeSets().values().stream()
                .mapToLong(set -> set.image().maxBytes().bytes())
                .max()
                .orElse(0));
        try {
            return Optional.of(BlobFetcher.open(config.claimCheck().get(), largest));
        } catch (IOException unreachable) {
            throw new ProbeSetException("claim-check: " + unreachable.getMessage(), unreachable);
        }
    }

    Collection<LabelledImages> all() {
        return all;
    }

    @Override
    public void close() {
        store.ifPresent(BlobFetcher::close);
    }
}
