package io.slipstream.ingest.topics;

import io.slipstream.schemas.config.ConfigException;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.topic.KafkaSettings;
import io.slipstream.schemas.topic.Topic;
import io.slipstream.schemas.topic.Topics;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code slipstream topics}: plan and apply. */
@Command(
        name = "topics",
        mixinStandardHelpOptions = true,
        description = "Shows or makes what the pipeline's topics have to be. Deletes nothing and shrinks nothing.")
public final class TopicsCommand implements Runnable {

    private static final int LONGEST_WAIT_MILLIS = 15_000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** The options that plan and apply share. */
    static final class Options {
        @Option(
                names = "--config",
                paramLabel = "FILE",
                description = "YAML with the section kafka; 127.0.0.1:9092 without it.")
        private @Nullable Path configFile;

        @Option(
                names = "--replication",
                paramLabel = "N",
                description = "Replicas of every topic; the brokers' default for new topics without it.")
        private @Nullable Integer replication;

        @Option(
                names = "--partitions",
                paramLabel = "TOPIC=N",
                description = "Partitions of a topic, for instance images=12; may be given several times.")
        private Map<String, Integer> partitions = Map.of();

        Wishes wishes() {
            return new Wishes(replication == null ? OptionalInt.empty() : OptionalInt.of(replication), partitions);
        }
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a command: plan or apply.");
    }

    @Command(
            name = "plan",
            mixinStandardHelpOptions = true,
            description = "Shows what apply would do, and what it would leave as it is.",
            exitCodeListHeading = "Exit codes:%n",
            exitCodeList = {
                "0:every topic fits, or will after apply",
                "1:something does not fit and apply would not change it, or the brokers do not answer",
                "2:wrong usage or configuration"
            })
    int plan(@Mixin Options options) {
        return run(options, false);
    }

    @Command(
            name = "apply",
            mixinStandardHelpOptions = true,
            description = "Creates the topics that are missing, adds partitions that are asked for, and raises"
                    + " max.message.bytes. Changes nothing else.",
            exitCodeListHeading = "Exit codes:%n",
            exitCodeList = {
                "0:every topic fits",
                "1:something does not fit and was left as it is, or the brokers refused or do not answer",
                "2:wrong usage or configuration"
            })
    int apply(@Mixin Options options) {
        return run(options, true);
    }

    private int run(Options options, boolean apply) {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try {
            Wishes wishes = options.wishes();
            TopicsConfig config = ConfigLoader.loadOrDefaults(options.configFile, TopicsConfig.class);
            try (Admin admin = Admin.create(settings(config))) {
                return run(new Cluster(admin), wishes, apply, out) ? ExitCode.OK : ExitCode.SOFTWARE;
            }
        } catch (ConfigException | IllegalArgumentException wrong) {
            err.println(wrong.getMessage());
            return ExitCode.USAGE;
        } catch (KafkaException failed) {
            err.println("The brokers failed: " + failed.getMessage());
            return ExitCode.SOFTWARE;
        }
    }

    private static boolean run(Cluster cluster, Wishes wishes, boolean apply, PrintWriter out) {
        List<Topic<?>> topics = Topics.all();
        TopicPlan plan = TopicPlan.of(topics, wishes, cluster.find(topics), cluster.isCurated());
        for (Topic<?> topic : topics) {
            List<Finding> findings = plan.of(topic);
            if (findings.isEmpty()) {
                out.printf("= %-20s fits%n", topic.name());
            }
            for (Finding finding : findings) {
                if (apply) {
                    cluster.apply(finding);
                }
                out.printf("%c %-20s %s%n", finding.sign(), finding.topic(), finding.words());
            }
        }
        out.println(apply ? "Applied." : "Nothing was changed: + and ~ are what apply would do.");
        if (!plan.fits()) {
            out.println("What is marked with ! does not fit, and is left to the operator.");
        }
        out.flush();
        return plan.fits();
    }

    private static Map<String, Object> settings(TopicsConfig config) {
        Map<String, Object> settings = KafkaSettings.admin(config.kafka(), "slipstream-topics");
        settings.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, LONGEST_WAIT_MILLIS);
        settings.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, LONGEST_WAIT_MILLIS);
        return settings;
    }
}
