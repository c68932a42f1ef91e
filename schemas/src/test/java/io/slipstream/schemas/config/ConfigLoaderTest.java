package io.slipstream.schemas.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipstream.schemas.config.SampleConfig.Batch;
import io.slipstream.schemas.config.SampleConfig.Policy;
import io.slipstream.schemas.config.SampleConfig.Watch;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigLoaderTest {

    private static final SampleConfig DEFAULTS = new SampleConfig(
            Map.of("bootstrap.servers", "127.0.0.1:9092"),
            new Batch(64, 64),
            1e-3,
            9_000_000_000L,
            true,
            "demo",
            Path.of("data/snapshots"),
            URI.create("http://127.0.0.1:8081"),
            Duration.ofSeconds(5),
            ByteSize.ofMiB(10),
            Policy.LAG,
            Optional.empty(),
            List.of("camera-1", "camera-2"),
            List.of());

    @Test
    void anEmptyFileGivesTheDefaults() throws ConfigException {
        assertThat(parse("")).isEqualTo(DEFAULTS);
        assertThat(parse("# only a comment\n")).isEqualTo(DEFAULTS);
        assertThat(ConfigLoader.defaults(SampleConfig.class)).isEqualTo(DEFAULTS);
    }

    @Test
    void overridesReplaceKeysAndAddSections() throws ConfigException {
        SampleConfig config = ConfigLoader.parse(
                "model: written",
                "sample.yaml",
                SampleConfig.class,
                Map.of("model", "other", "batch.stream", "128", "sources", "[left, right]"));

        assertThat(config.model()).isEqualTo("other");
        assertThat(config.batch().stream()).isEqualTo(128);
        assertThat(config.sources()).containsExactly("left", "right");
    }

    @Test
    void aBadOverrideIsReportedByItsKey() {
        assertThatThrownBy(() ->
                        ConfigLoader.parse("", "sample.yaml", SampleConfig.class, Map.of("batch.unheard-of", "1")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("batch.unheard-of");
    }

    @Test
    void everyTypeOfKeyIsRead() throws ConfigException {
        SampleConfig config = parse("""
                kafka: {bootstrap.servers: "broker:9092", linger.ms: 5}
                batch:
                  stream: 1_000
                learning-rate: 2.5E-4
                images: 12
                replay: false
                model: line 7
                store: /var/snapshots
                registry: https://registry:8081
                every: 250ms
                max-bytes: 64KiB
                policy: latest-only
                start-at: 2026-11-22T14:00:00Z
                sources: []
                watches:
                  - {folder: /in, source: lathe}
                  - folder: /scans
                """);

        assertThat(config)
                .isEqualTo(new SampleConfig(
                        Map.of("bootstrap.servers", "broker:9092", "linger.ms", "5"),
                        new Batch(1000, 64),
                        2.5e-4,
                        12,
                        false,
                        "line 7",
                        Path.of("/var/snapshots"),
                        URI.create("https://registry:8081"),
                        Duration.ofMillis(250),
                        ByteSize.ofKiB(64),
                        Policy.LATEST_ONLY,
                        Optional.of(Instant.parse("2026-11-22T14:00:00Z")),
                        List.of(),
                        List.of(new Watch(Path.of("/in"), "lathe"), new Watch(Path.of("/scans"), "folder"))));
    }

    @Test
    void allProblemsAreReportedAtOnce() {
        ConfigException failure = failure("""
                batch:
                  stream: many
                  strem: 3
                learning-rate: -1
                every: 5
                every: 10s
                replay: [yes]
                policy: drop
                watches:
                  - source: lathe
                """);

        assertThat(failure.problems())
                .containsExactlyInAnyOrder(
                        new ConfigProblem("every", "the key a second time in line 6", "each key once"),
                        new ConfigProblem("batch.stream", "'many'", "a whole number from 1 to 4096"),
                        new ConfigProblem("batch.strem", "an unknown key (did you mean 'stream'?)", "stream, replay"),
                        new ConfigProblem("learning-rate", "'-1'", "a number, 0 or more"),
                        new ConfigProblem(
                                "every", "'5'", "a duration such as 250ms, 30s, 5m, 2h or 7d from 100ms to 1m"),
                        new ConfigProblem("replay", "a list", "true or false"),
                        new ConfigProblem("policy", "'drop'", "one of lag, latest-only"),
                        new ConfigProblem("watches[0].folder", "nothing", "a path"));
        assertThat(failure)
                .hasMessageStartingWith("8 problems:\n")
                .hasMessageContaining(
                        "\n  test.yaml: batch.stream: found 'many', allowed: a whole number from 1 to 4096");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "batch: {stream: 4097}         | batch.stream   | '4097'",
                "batch: {stream: 1.5}          | batch.stream   | '1.5'",
                "batch: {stream: 99999999999}  | batch.stream   | '99999999999'",
                "batch: 3                      | batch          | '3'",
                "batch: []                     | batch          | a list",
                "images: 9223372036854775808   | images         | '9223372036854775808'",
                "learning-rate: NaN            | learning-rate  | 'NaN'",
                "learning-rate: 1e999          | learning-rate  | '1e999'",
                "replay: 'on'                  | replay         | 'on'",
                "model:                        | model          | nothing",
                "store: ''                     | store          | ''",
                "registry: 'a b'               | registry       | 'a b'",
                "every: 61s                    | every          | '61s'",
                "max-bytes: 0B                 | max-bytes      | '0B'",
                "max-bytes: 10 MEGA            | max-bytes      | '10 MEGA'",
                "start-at: yesterday           | start-at       | 'yesterday'",
                "sources: {first: camera-1}    | sources        | a section",
                "kafka: [a]                    | kafka          | a list",
                "kafka: {linger.ms: [5]}       | kafka.linger.ms| a list",
                "policy: LAG                   | policy         | 'LAG'",
            })
    void aBadValueIsNamedWithItsPath(String yaml, String path, String found) {
        assertThat(failure(yaml).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.path()).isEqualTo(path))
                .satisfies(problem -> assertThat(problem.found()).isEqualTo(found));
    }

    @Test
    void aKeyThatResemblesNothingGetsNoSuggestion() {
        assertThat(failure("colour: red").problems()).singleElement().satisfies(problem -> assertThat(problem.found())
                .isEqualTo("an unknown key"));
    }

    @Test
    void aKeyInCamelCaseIsSuggestedInKebabCase() {
        assertThat(failure("learningRate: 1").problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.found()).contains("did you mean 'learning-rate'?"));
    }

    @Test
    void aRelationBetweenKeysIsReportedAtTheKeyItNames() {
        assertThat(failure("batch: {stream: 4000, replay: 1000}").problems())
                .containsExactly(new ConfigProblem("batch.replay", "'1000'", "at most 4096 together with stream"));
        assertThat(failure("batch: {stream: 4096}").problems())
                .containsExactly(new ConfigProblem("batch.replay", "the default", "at most 4096 together with stream"));
    }

    @Test
    void aSyntaxErrorIsReportedWithItsLine() {
        assertThat(failure("model: a\nbatch: {stream: 3\n").problems())
                .first()
                .satisfies(problem -> assertThat(problem.found()).startsWith("a syntax error in line"));
    }

    @Test
    void aliasesAndFurtherDocumentsAreRefused() {
        assertThat(failure("model: &m demo\nstore: *m\n").problems())
                .extracting(ConfigProblem::found)
                .contains("the alias '*m'");
        assertThat(failure("model: a\n---\nmodel: b\n").problems())
                .extracting(ConfigProblem::found)
                .containsExactly("a second document");
    }

    @Test
    void aFileIsReadAndItsNameStandsInTheProblems(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("trainer.yaml"), "model: lathe\n");
        assertThat(ConfigLoader.load(file, SampleConfig.class).model()).isEqualTo("lathe");

        Files.writeString(file, "modle: lathe\n");
        assertThatThrownBy(() -> ConfigLoader.load(file, SampleConfig.class))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("  trainer.yaml: modle: found an unknown key (did you mean 'model'?)");
    }

    @Test
    void aMissingFileIsAProblemToo(@TempDir Path folder) {
        assertThatThrownBy(() -> ConfigLoader.load(folder.resolve("none.yaml"), SampleConfig.class))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("no readable file");
    }

    @Test
    void aRequiredKeyHasNoDefault() {
        assertThatThrownBy(() -> ConfigLoader.defaults(Watch.class))
                .isInstanceOf(IllegalStateException.class)
                .hasStackTraceContaining("folder: found nothing, allowed: a path");
    }

    private static SampleConfig parse(String yaml) throws ConfigException {
        return ConfigLoader.parse(yaml, "test.yaml", SampleConfig.class);
    }

    private static ConfigException failure(String yaml) {
        ConfigException failure = catchThrowableOfType(ConfigException.class, () -> parse(yaml));
        assertThat(failure).as("the problems of %s", yaml).isNotNull();
        return failure;
    }
}
