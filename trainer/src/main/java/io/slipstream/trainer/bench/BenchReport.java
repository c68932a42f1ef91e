package io.slipstream.trainer.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;

/**
 * What was measured, on what, and with what.
 *
 * @param measurements one per contender
 * @param ratios Slipstream's over the reference's; none without one
 */
record BenchReport(
        Machine machine, Versions versions, Workload workload, List<Measurement> measurements, List<Ratio> ratios) {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .enable(SerializationFeature.WRITE_ENUMS_USING_TO_STRING)
            .build();

    /** Writes records as one line, with keys named as in configurations. */
    static final ObjectWriter LINE = MAPPER.writer();

    String json() throws JsonProcessingException {
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n";
    }
}
