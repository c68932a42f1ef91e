package io.slipstream.deploy.demo;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.slipstream.deploy.process.ChildProcess;
import io.slipstream.deploy.process.JavaCommand;
import io.slipstream.schemas.topic.Topics;
import io.slipstream.trainer.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The services of the demo: their configuration files and their processes. */
final class DemoServices {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final List<String> SMALL_JVM = List.of("-Xmx512m", "-XX:+UseSerialGC", "-Xshare:auto");
    private static final List<String> LEARNING_JVM = List.of("-Xmx1g", "-XX:+UseSerialGC", "-Xshare:auto");

    private static final String CAMERA_RATE = "120/s"; // what two cores learn from without falling behind
    private static final int SNAPSHOT_IMAGES = 4_096;
    private static final int NEW_IMAGES_PER_STEP = 32;
    private static final String PROBE_SET = "demo";
    private static final double MISLEADING_RATE = 1;
    private static final int REPLAY_IMAGES = 65_536; // 200 MB at 32 px, room for a whole CIFAR-10

    /** Views of small images of any kind. */
    private static final Map<String, Object> PHOTO_VIEWS =
            Map.of("crop-min-area", 0.3, "brightness", 0.4, "contrast", 0.4, "saturation", 0.4, "hue", 0.1);

    /**
     * Views of the camera's parts, which come in any colour under any lamp: only what survives strong changes of colour is
     * worth learning.
     */
    private static final Map<String, Object> PART_VIEWS =
            Map.of("crop-min-area", 0.3, "brightness", 0.6, "contrast", 0.6, "saturation", 0.6, "hue", 0.3);

    private final DemoPlan plan;
    private final Path archive;
    private final String launcher;

    /**
     * For one run.
     *
     * @param archive class data archive to start from; it need not exist
     * @param launcher main class that has the services as its commands
     */
    DemoServices(DemoPlan plan, Path archive, String launcher) {
        this.plan = plan;
        this.archive = archive;
        this.launcher = launcher;
    }

    /** The camera writes the labelled probe set and ends. */
    ChildProcess startCamera() throws IOException {
        JavaCommand command = command(
                SMALL_JVM,
                "camera",
                "--out=" + plan.probe(),
                "--seed=" + plan.options().seed());
        return ChildProcess.start("camera", command, log("camera"));
    }

    ChildProcess startIngest() throws IOException {
        return ChildProcess.start("ingest", service("ingest", "ingest", SMALL_JVM, ingest()), log("ingest"));
    }

    ChildProcess startTrainer() throws IOException {
        return ChildProcess.start("trainer", service("train", "trainer", LEARNING_JVM, trainer()), log("trainer"));
    }

    /** The evaluator takes the processor time that the trainer leaves. */
    ChildProcess startEvaluator() throws IOException {
        return ChildProcess.startNice(
                "evaluator", service("evaluate", "evaluator", LEARNING_JVM, evaluator()), log("evaluator"));
    }

    /** A trainer that goes on where the other one stopped, with a learning rate that tears the encoder apart. */
    ChildProcess startMisledTrainer() throws IOException {
        Map<String, Object> yaml = trainer();
        yaml.put("optimizer", Map.of("learning-rate", MISLEADING_RATE, "warm-up-steps", 0));
        yaml.put("rollback", Map.of("on-collapse", false)); // the trainer's own guard would catch it first
        return ChildProcess.start(
                "trainer", service("train", "trainer-misled", LEARNING_JVM, yaml), log("trainer-misled"));
    }

    ChildProcess startDrift() throws IOException {
        return ChildProcess.startNice("drift", service("drift", "drift", SMALL_JVM, drift()), log("drift"));
    }

    ChildProcess startPromoter() throws IOException {
        return ChildProcess.startNice(
                "promoter", service("promote", "promoter", SMALL_JVM, promoter()), log("promoter"));
    }

    Map<String, Object> ingest() {
        Map<String, Object> yaml = new LinkedHashMap<>();
        yaml.put("topic", Topics.IMAGES.name()); // the demo trains on what comes in, without curation
        yaml.put("cursor", "none"); // every run of the demo has a stream of its own
        plan.options()
                .images()
                .ifPresentOrElse(
                        path -> {
                            yaml.put("source", "path");
                            yaml.put("path", path.toAbsolutePath().toString());
                        },
                        () -> {
                            yaml.put("source", "camera");
                            yaml.put("camera-rate", CAMERA_RATE);
                            yaml.put("camera", camera());
                        });
        return connected(yaml);
    }

    private Map<String, Object> camera() {
        Map<String, Object> yaml = new LinkedHashMap<>();
        yaml.put("seed", plan.options().seed());
        plan.options()
                .script()
                .filter(script -> script.scenario() == Scenario.LAMP_CHANGE)
                .ifPresent(script -> yaml.put(
                        "drift",
                        List.of("lamp-change@" + script.disturbedAfter().toMillis() + "ms")));
        return yaml;
    }

    Map<String, Object> trainer() throws IOException {
        Map<String, Object> yaml = learning();
        yaml.putAll(model());
        yaml.put("seed", plan.options().seed());
        yaml.put("snapshot", Map.of("store", plan.snapshots().toString(), "every", SNAPSHOT_IMAGES));
        yaml.put("checkpoint", Map.of("store", plan.checkpoints().toString()));
        // A demo's stream may be a folder of a few hundred images: it goes on learning from what it has seen.
        yaml.merge("batch", Map.of("stream", NEW_IMAGES_PER_STEP, "when-idle", "replay"), DemoServices::both);
        yaml.putIfAbsent("replay", Map.of("capacity", REPLAY_IMAGES));
        return connected(yaml);
    }

    /** The recipe, or the demo's own way to learn. */
    private Map<String, Object> learning() throws IOException {
        Optional<Recipe> recipe = plan.options().recipe();
        if (recipe.isPresent()) {
            return new LinkedHashMap<>(
                    YAML.readValue(recipe.get().text(), new TypeReference<Map<String, Object>>() {}));
        }
        Map<String, Object> yaml = new LinkedHashMap<>();
        // A run of minutes: the teacher follows closely.
        yaml.put("moco-v3", Map.of("teacher-half-life", 2_200));
        yaml.put("views", plan.options().images().isPresent() ? PHOTO_VIEWS : PART_VIEWS);
        return yaml;
    }

    /** Both sections; the second wins where both have a key. */
    private static Object both(Object first, Object second) {
        Map<Object, Object> merged = new LinkedHashMap<>((Map<?, ?>) first);
        merged.putAll((Map<?, ?>) second);
        return merged;
    }

    Map<String, Object> evaluator() {
        Map<String, Object> yaml = model();
        yaml.put("probe-sets", Map.of(PROBE_SET, Map.of("path", plan.probe().toString())));
        yaml.put(
                "report",
                Map.of("directory", plan.directory().resolve("evaluator").toString()));
        return connected(yaml);
    }

    Map<String, Object> drift() {
        Map<String, Object> yaml = new LinkedHashMap<>();
        yaml.put("model", plan.model());
        yaml.put("application-id", "slipstream-drift-" + plan.model());
        // Nobody watches a demo for the hour that the defaults are made for: windows take 16 seconds, an anchor 48.
        // So short an anchor has not seen all of the daylight, hence the higher floor.
        yaml.put("every", 4);
        yaml.put("window", Map.of("images", 160, "block", 16));
        yaml.put("anchor", Map.of("images", 480, "canonical", 96));
        yaml.put("alarm", Map.of("least-effect", 0.08, "run-length", 500));
        yaml.put("state", plan.directory().resolve("drift").toString());
        yaml.put("listen", "none");
        return connected(yaml);
    }

    Map<String, Object> promoter() {
        Map<String, Object> yaml = new LinkedHashMap<>();
        yaml.put("model", plan.model());
        // A young encoder gives up rank while it learns, and in a demo nobody waits ten minutes in the shadow.
        yaml.put(
                "gates",
                Map.of(
                        "probes", Map.of(PROBE_SET, Map.of()),
                        "rank-me", Map.of("share-of-stable", 0.5),
                        "shadow", Map.of("min-age", "5s")));
        return connected(yaml);
    }

    private Map<String, Object> model() {
        Map<String, Object> yaml = new LinkedHashMap<>();
        yaml.put("model", plan.model());
        yaml.put("start-at", plan.startedAt().toString());
        return yaml;
    }

    private Map<String, Object> connected(Map<String, Object> yaml) {
        yaml.put("kafka", Map.of("bootstrap.servers", plan.bootstrapServers()));
        yaml.put("registry", Map.of("url", plan.registry().toString()));
        return yaml;
    }

    private JavaCommand service(String command, String name, List<String> jvm, Map<String, Object> yaml)
            throws IOException {
        Path file = plan.directory().resolve(name + ".yaml");
        Files.createDirectories(plan.directory());
        YAML.writeValue(file.toFile(), yaml);
        return command(jvm, command, "--config=" + file);
    }

    private JavaCommand command(List<String> jvm, String... arguments) {
        return JavaCommand.slipstream(launcher, jvm, arguments).from(archive);
    }

    private Path log(String name) {
        return plan.logs().resolve(name + ".log");
    }
}
