package io.slipstream.ingest.topics;

import io.slipstream.schemas.topic.Topic;
import io.slipstream.schemas.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.TopicConfig;

/**
 * What is to be done so that the topics are what the pipeline needs, and what cannot be done without harm. Pure.
 *
 * @param findings in the order of the topics; a topic without any fits
 */
record TopicPlan(List<Finding> findings) {

    private static final String KEEPS = "; apply leaves it as it is";

    /**
     * Compares.
     *
     * @param found     what is there, by name; a topic that is missing is not in it
     * @param isCurated whether curation has kept state by the partitions of images.raw
     */
    static TopicPlan of(List<Topic<?>> declared, Wishes wishes, Map<String, FoundTopic> found, boolean isCurated) {
        List<Finding> findings = new ArrayList<>();
        for (Topic<?> topic : declared) {
            FoundTopic there = found.get(topic.name());
            if (there == null) {
                findings.add(new Finding.Create(
                        topic, wishes.partitionsOf(topic).orElse(topic.partitions()), wishes.replication()));
            } else {
                cleanup(topic, there).ifPresent(findings::add);
                partitions(topic, wishes, there, isCurated).ifPresent(findings::add);
                replication(topic, wishes, there).ifPresent(findings::add);
                retention(topic, there).ifPresent(findings::add);
                messageSize(topic, there).ifPresent(findings::add);
            }
        }
        return new TopicPlan(List.copyOf(findings));
    }

    /** Whether apply can make everything fit. */
    boolean fits() {
        return findings.stream().noneMatch(Finding.Misfit.class::isInstance);
    }

    /** The findings about one topic. */
    List<Finding> of(Topic<?> topic) {
        return findings.stream()
                .filter(finding -> finding.topic().equals(topic.name()))
                .toList();
    }

    private static Optional<Finding> cleanup(Topic<?> topic, FoundTopic found) {
        String wanted = topic.cleanup().name().toLowerCase(Locale.ROOT);
        String there = found.setting(TopicConfig.CLEANUP_POLICY_CONFIG);
        return there.equals(wanted)
                ? Optional.empty()
                : misfit(topic, "expected cleanup.policy=" + wanted + ", found " + there + ": records would get lost");
    }

    private static Optional<Finding> partitions(Topic<?> topic, Wishes wishes, FoundTopic found, boolean isCurated) {
        int there = found.partitions();
        if (topic.partitions() == 1) {
            return there == 1
                    ? Optional.empty()
                    : misfit(topic, "expected 1 partition, because readers rely on its order, found " + there);
        }
        Optional<Integer> asked = wishes.partitionsOf(topic);
        if (asked.isEmpty()) {
            return there == topic.partitions()
                    ? Optional.empty()
                    : choice(topic, "has " + there + " partitions; new ones are created with " + topic.partitions());
        }
        if (there > asked.get()) {
            return misfit(topic, "expected " + asked.get() + " partitions, found " + there + ": partitions never go");
        }
        if (there < asked.get() && isCurated && topic.equals(Topics.IMAGES_RAW)) {
            return misfit(
                    topic,
                    "expected " + asked.get() + " partitions, found " + there
                            + ": curation keeps its memory by partition, and would not start with more");
        }
        return there == asked.get()
                ? Optional.empty()
                : Optional.of(new Finding.AddPartitions(topic.name(), there, asked.get()));
    }

    private static Optional<Finding> replication(Topic<?> topic, Wishes wishes, FoundTopic found) {
        if (wishes.replication().isEmpty()
                || found.replication() == wishes.replication().getAsInt()) {
            return Optional.empty();
        }
        int wanted = wishes.replication().getAsInt();
        return found.replication() < wanted
                ? misfit(
                        topic,
                        "expected replication " + wanted + ", found " + found.replication()
                                + ": kafka-reassign-partitions moves replicas")
                : choice(topic, "has replication " + found.replication() + ", more than " + wanted);
    }

    private static Optional<Finding> retention(Topic<?> topic, FoundTopic found) {
        if (topic.cleanup() == Topic.Cleanup.COMPACT) {
            return Optional.empty();
        }
        long wanted = topic.retention().toMillis();
        long there = Long.parseLong(found.setting(TopicConfig.RETENTION_MS_CONFIG));
        if (there == wanted) {
            return Optional.empty();
        }
        String length = there < 0 ? "for ever" : there + " ms";
        return choice(topic, "keeps records " + length + "; new ones are created with " + wanted + " ms");
    }

    private static Optional<Finding> messageSize(Topic<?> topic, FoundTopic found) {
        String name = TopicConfig.MAX_MESSAGE_BYTES_CONFIG;
        long wanted = topic.maxMessage().bytes();
        long there = Long.parseLong(found.setting(name));
        if (there < wanted) {
            return Optional.of(new Finding.Raise(topic.name(), name, Long.toString(there), Long.toString(wanted)));
        }
        return there == wanted
                ? Optional.empty()
                : choice(topic, "takes messages of " + there + " bytes, more than " + wanted);
    }

    private static Optional<Finding> misfit(Topic<?> topic, String words) {
        return Optional.of(new Finding.Misfit(topic.name(), words + KEEPS));
    }

    private static Optional<Finding> choice(Topic<?> topic, String words) {
        return Optional.of(new Finding.Choice(topic.name(), words));
    }
}
