package io.slipstream.broker;

import java.nio.file.Path;
import java.util.Properties;

/** Kafka's server properties for one combined broker and controller on loopback. */
final class BrokerSettings {
    private BrokerSettings() {}

    /** Settings of the node that serves clients. */
    static Properties combined(Path logDirectory, int port, int controllerPort) {
        Properties p = controllerOnly(logDirectory, controllerPort);
        p.put("process.roles", "broker,controller");
        p.put("listeners", "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d".formatted(port, controllerPort));
        p.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        p.put("inter.broker.listener.name", "PLAINTEXT");
        p.put("auto.create.topics.enable", "false");
        // An image of 10 MiB and its record around it.
        p.put("message.max.bytes", Integer.toString(12 << 20));
        internalTopics(p);
        quickGroups(p);
        smallFootprint(p);
        // The default of 9 s is how long a restart after a crash would wait for the dead incarnation to be given up.
        p.put("broker.session.timeout.ms", "2000");
        p.put("broker.heartbeat.interval.ms", "500");
        return p;
    }

    /** Settings of the controller role alone, for the first phase of a start after an unclean stop. */
    static Properties controllerOnly(Path logDirectory, int controllerPort) {
        Properties p = new Properties();
        p.put("process.roles", "controller");
        p.put("node.id", "1");
        p.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        p.put("listeners", "CONTROLLER://127.0.0.1:" + controllerPort);
        p.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        p.put("controller.listener.names", "CONTROLLER");
        p.put("log.dirs", logDirectory.toString());
        p.put("broker.session.timeout.ms", "500");
        p.put("broker.heartbeat.interval.ms", "100");
        return p;
    }

    private static void internalTopics(Properties p) {
        p.put("offsets.topic.replication.factor", "1");
        p.put("offsets.topic.num.partitions", "4");
        p.put("transaction.state.log.replication.factor", "1");
        p.put("transaction.state.log.min.isr", "1");
        p.put("transaction.state.log.num.partitions", "4");
        p.put("share.coordinator.state.topic.replication.factor", "1");
        p.put("share.coordinator.state.topic.min.isr", "1");
    }

    /** One node has nobody to wait for; the defaults wait 3 s for more members and 5 s between heartbeats. */
    private static void quickGroups(Properties p) {
        p.put("group.initial.rebalance.delay.ms", "0");
        p.put("group.consumer.min.heartbeat.interval.ms", "500");
        p.put("group.consumer.heartbeat.interval.ms", "1000");
        p.put("group.streams.initial.rebalance.delay.ms", "0");
        p.put("group.streams.min.heartbeat.interval.ms", "500");
        p.put("group.streams.heartbeat.interval.ms", "500");
        p.put("group.streams.min.session.timeout.ms", "3000");
        p.put("group.streams.session.timeout.ms", "6000");
    }

    private static void smallFootprint(Properties p) {
        // The default of 128 MiB is allocated on the heap at start.
        p.put("log.cleaner.dedupe.buffer.size", Integer.toString(2 << 20));
        p.put("num.network.threads", "2");
        p.put("num.io.threads", "4");
        p.put("background.threads", "4");
    }
}
