package io.slipstream.trainer.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.slipstream.trainer.TrainerConfig;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a reference program is told of the configuration: the sections that decide what a step computes. */
final class ReferenceSettings {

    private ReferenceSettings() {}

    /**
     * One line of JSON.
     *
     * @param threads threads within one operator
     * @param images directory of the encoded images
     */
    static String json(TrainerConfig config, int threads, Path images) throws JsonProcessingException {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("seed", config.seed());
        settings.put("threads", threads);
        settings.put("images", images.toString());
        settings.put("source-size", config.keptSize());
        settings.put("batch", config.batch().size());
        settings.put("network", config.network());
        settings.put("method", config.method().toString());
        settings.put("byol", config.byol());
        settings.put("moco-v3", config.mocoV3());
        settings.put("dino", config.dino());
        settings.put("views", config.views());
        settings.put("optimizer", config.optimizer());
        return BenchReport.LINE.writeValueAsString(settings);
    }
}
