package io.slipstream.broker;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first phase of a start after the broker was killed: the controller role runs alone until it has fenced the
 * registration that the dead broker left behind.
 *
 * <p>A combined node that starts right away trusts the old registration at first, queues the markers of a transaction
 * that was being committed, then fences that registration, finds the partitions without a leader, and writes the
 * transaction off as complete. Its markers are never written and read_committed readers wait for ever.
 */
final class UncleanStop {
    private static final Logger log = LoggerFactory.getLogger(UncleanStop.class);
    private static final Duration UNREGISTERED = Duration.ofSeconds(3);
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final long POLL_MILLIS = 50;

    private UncleanStop() {}

    /** Whether the directory was in use before and its last broker did not stop in order. */
    static boolean happened(Path logDirectory) {
        return Files.exists(logDirectory.resolve("__cluster_metadata-0"))
                && !Files.exists(logDirectory.resolve(".kafka_cleanshutdown"));
    }

    /** Fences the dead broker; returns when the metadata log says so. */
    static void fenceDeadBroker(Path logDirectory, int controllerPort) throws IOException, InterruptedException {
        log.atInfo().addKeyValue("directory", logDirectory).log("Recovering from an unclean stop of the broker");
        var config = new KafkaConfig(BrokerSettings.controllerOnly(logDirectory, controllerPort), false);
        var controller = new KafkaRaftServer(config, Time.SYSTEM);
        try {
            controller.startup();
            awaitFenced(logDirectory);
        } finally {
            controller.shutdown();
            controller.awaitShutdown();
        }
    }

    private static void awaitFenced(Path logDirectory) throws IOException, InterruptedException {
        long start = System.nanoTime();
        while (true) {
            Duration waited = Duration.ofNanos(System.nanoTime() - start);
            boolean noneActive = brokers("Active") == 0;
            if (noneActive && (brokers("Fenced") > 0 || waited.compareTo(UNREGISTERED) > 0)) {
                return;
            }
            if (waited.compareTo(LIMIT) > 0) {
                throw new BrokerStartException(
                        "The controller did not fence the dead broker of %s within %d s."
                                .formatted(logDirectory, LIMIT.toSeconds()),
                        null);
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    /** The controller's own gauge of registered brokers in that state; 0 while there is no gauge yet. */
    private static int brokers(String state) throws IOException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try {
            var gauge = new ObjectName("kafka.controller:type=KafkaController,name=" + state + "BrokerCount");
            return ((Number) server.getAttribute(gauge, "Value")).intValue();
        } catch (InstanceNotFoundException notYet) {
            return 0;
        } catch (JMException e) {
            throw new IOException("The controller's metrics cannot be read", e);
        }
    }
}
