package io.slipstream.ingest.topics;

import java.util.Map;

/**
 * A topic as the brokers have it.
 *
 * @param replication the smallest number of replicas of its partitions
 * @param settings    its configuration in effect, defaults of the brokers included
 */
record FoundTopic(int partitions, int replication, Map<String, String> settings) {

    FoundTopic {
        settings = Map.copyOf(settings);
    }

    /** A setting that every topic has. */
    String setting(String name) {
        String value = settings.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the brokers did not tell " + name);
        }
        return value;
    }
}
