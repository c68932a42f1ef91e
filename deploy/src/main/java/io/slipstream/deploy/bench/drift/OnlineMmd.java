package io.slipstream.deploy.bench.drift;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipstream.deploy.bench.drift.Trials.Trial;
import io.slipstream.deploy.bench.embed.ReferenceProgram;
import io.slipstream.deploy.bench.embed.ReferenceProgram.Numbers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The online MMD detector of alibi-detect on the same trials, calibrated to the same expected run time in images.
 *
 * @param images until its alarm in each trial; 0 where there is none
 * @param calibrationSeconds of one anchor, mean
 */
@SuppressWarnings("ArrayRecordComponent") // compared with nothing
record OnlineMmd(Map<String, String> versions, int[] images, double calibrationSeconds) {

    /** Bootstraps per image of the run time; its documentation asks for ten at least. */
    private static final int BOOTSTRAPS = 10;

    /** Runs the program that has the detector. */
    static OnlineMmd watch(ReferenceProgram program, DriftPlan plan, Trials trials)
            throws IOException, InterruptedException {
        try (Numbers numbers = Numbers.create()) {
            int runTime = plan.runLength() * plan.window();
            Map<String, Object> question = new LinkedHashMap<>();
            question.put("dim", trials.anchors().get(0).dim());
            question.put("window", plan.window());
            question.put("expected-run-time", runTime);
            question.put("bootstraps", BOOTSTRAPS * runTime);
            question.put("seed", plan.seed());
            question.put("anchors", trials.anchors().size());
            question.put("pools", trials.pools().size());
            for (int i = 0; i < trials.anchors().size(); i++) {
                numbers.write("anchor-" + i + ".f32", trials.anchors().get(i));
            }
            for (int i = 0; i < trials.pools().size(); i++) {
                numbers.write("pool-" + i + ".f32", trials.pools().get(i).embeddings());
            }
            List<Map<String, Integer>> all = new ArrayList<>();
            for (Trial trial : trials.all()) {
                numbers.write("trial-" + all.size() + ".i32", trial.rows());
                all.add(Map.of("anchor", trial.anchor(), "pool", trial.pool()));
            }
            question.put("trials", all);
            return of(program.ask(numbers, question));
        }
    }

    private static OnlineMmd of(JsonNode answer) {
        Map<String, String> versions = new LinkedHashMap<>();
        answer.get("versions")
                .properties()
                .forEach(entry -> versions.put(entry.getKey(), entry.getValue().asText()));
        int[] images = new int[answer.get("images").size()];
        for (int i = 0; i < images.length; i++) {
            images[i] = answer.get("images").get(i).asInt();
        }
        return new OnlineMmd(versions, images, answer.get("calibration-seconds").asDouble());
    }
}
