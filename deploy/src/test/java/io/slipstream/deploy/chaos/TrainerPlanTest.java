package io.slipstream.deploy.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.trainer.TrainerConfig;
import io.slipstream.trainer.method.MethodName;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainerPlanTest {

    @ParameterizedTest
    @EnumSource(MethodName.class)
    void theTrainerTakesTheConfigurationOfEveryMethod(MethodName method) throws Exception {
        TrainerPlan plan = new TrainerPlan(
                method, 7, Path.of("/run"), "127.0.0.1:9092", URI.create("http://127.0.0.1:8081/apis/ccompat/v7"));
        Map<String, Object> yaml = plan.yaml(plan.model("killed"), "2026-11-22T14:00:00.017Z");

        TrainerConfig config =
                ConfigLoader.parse(new YAMLMapper().writeValueAsString(yaml), "chaos", TrainerConfig.class);

        assertThat(config.model()).isEqualTo("chaos-" + method + "-killed");
        assertThat(config.method()).isEqualTo(method);
        assertThat(config.kafka()).containsEntry("bootstrap.servers", "127.0.0.1:9092");
        assertThat(config.snapshot().store()).isEqualTo(Path.of("/run/snapshots"));
    }
}
