package io.slipstream.ingest.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.broker.EmbeddedKafka;
import io.slipstream.broker.LoopbackPort;
import io.slipstream.schemas.topic.Topic;
import io.slipstream.schemas.topic.Topics;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TopicsIT {

    private final StringWriter said = new StringWriter();

    @Test
    void planShowsApplyMakesAndBothSayWhatDoesNotFit(@TempDir Path folder) throws Exception {
        try (EmbeddedKafka broker = EmbeddedKafka.start(folder.resolve("broker"));
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            // Given
            Path config = config(folder, broker.bootstrapServers());
            admin.createTopics(List.of(
                            new NewTopic("images", 4, (short) 1).configs(Map.of("max.message.bytes", "1048588")),
                            new NewTopic("model-channels", 1, (short) 1)))
                    .all()
                    .get();

            // When
            int planned = run("plan", "--config", config.toString());
            List<String> afterPlan = List.copyOf(admin.listTopics().names().get());
            int applied = run("apply", "--config", config.toString(), "--partitions", "images=6");
            List<String> afterApply = List.copyOf(admin.listTopics().names().get());

            // Then: model-channels has no compaction, which is left alone
            assertThat(planned).isEqualTo(1);
            assertThat(applied).isEqualTo(1);
            assertThat(afterPlan).containsExactlyInAnyOrder("images", "model-channels");
            assertThat(afterApply)
                    .containsExactlyInAnyOrderElementsOf(
                            Topics.all().stream().map(Topic::name).toList());
            assertThat(said.toString())
                    .contains("+ images.raw", "~ images", "raise max.message.bytes", "4 -> 6", "! model-channels");

            // When
            admin.deleteTopics(List.of("model-channels")).all().get();
            int repaired = run("apply", "--config", config.toString(), "--replication", "1");
            int again = run("plan", "--config", config.toString());

            // Then
            assertThat(repaired).isZero();
            assertThat(again).isZero();
            assertThat(said.toString()).contains("= images.raw", "has 6 partitions");
        }
    }

    @Test
    void brokersThatAreAwayAndWrongUsageAreSaid(@TempDir Path folder) throws Exception {
        Path config = config(folder, "127.0.0.1:" + LoopbackPort.free());

        assertThat(run("plan", "--config", config.toString())).isEqualTo(1);
        assertThat(run("plan", "--config", "nowhere.yaml")).isEqualTo(2);
        assertThat(run("apply", "--partitions", "pictures=3")).isEqualTo(2);
        assertThat(run("apply", "--replication", "0")).isEqualTo(2);
        assertThat(said.toString()).contains("The brokers failed", "nowhere.yaml", "found pictures", "--replication");
    }

    private static Path config(Path folder, String bootstrapServers) throws Exception {
        return Files.writeString(
                folder.resolve("topics.yaml"),
                "{kafka: {bootstrap.servers: '" + bootstrapServers
                        + "', default.api.timeout.ms: '5000', request.timeout.ms: '2000'}}");
    }

    private int run(String... arguments) {
        PrintWriter writer = new PrintWriter(said, true);
        return new CommandLine(new TopicsCommand())
                .setOut(writer)
                .setErr(writer)
                .execute(arguments);
    }
}
