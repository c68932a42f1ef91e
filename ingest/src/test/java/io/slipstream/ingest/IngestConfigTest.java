package io.slipstream.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipstream.schemas.config.ConfigException;
import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.config.ConfigProblem;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class IngestConfigTest {

    @Test
    void anEmptyFileIsTheSyntheticCamera() {
        IngestConfig config = ConfigLoader.defaults(IngestConfig.class);

        assertThat(config.source()).isEqualTo(SourceKind.CAMERA);
        assertThat(config.rate()).isEqualTo("unlimited");
        assertThat(config.camera().drift()).isEmpty();
    }

    @Test
    void everyMistakeIsReportedAndTheExitCodeIsTwo(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("ingest.yaml");
        Files.writeString(file, "source: scanner\nlanes: 3\ncamera: {size: 16, drift: [flood@2m]}\nsettle: soon\n");

        ConfigException refused =
                catchThrowableOfType(ConfigException.class, () -> ConfigLoader.load(file, IngestConfig.class));
        int exitCode = new CommandLine(new IngestCommand()).execute("--config", file.toString());

        assertThat(refused.problems())
                .extracting(ConfigProblem::path)
                .contains("source", "lanes", "camera.size", "settle");
        assertThat(exitCode).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{source: path}|path",
                "{source: urls}|path",
                "{source: s3}|prefix",
                "{source: s3, prefix: 'http://photos'}|prefix",
                "{source: webdataset, shards: 'ftp://host/a.tar'}|shards",
                "{source: webdataset, shards: 'http://host/a.tar', path: a.tar}|shards",
                "{source: path, shards: 's3://photos/a.tar'}|shards",
                "{source: stdin, key: 'front gate'}|key",
                "{source: stdin, cursor: here}|cursor",
                "{topic: model-snapshots}|topic",
                "{topic: 'images/raw'}|topic",
                "{source: path, path: a, realtime: true}|order",
                "{claim-check: {above: 1MiB}}|claim-check.store",
                "{claim-check: {above: 100MiB, store: blobs}}|claim-check",
                "{claim-check: {store: 'ftp://host/a'}}|claim-check.store",
                "{rate: fast}|rate",
                "{camera-rate: 0/s}|camera-rate",
                "{image: {max-bytes: 100MiB}}|image",
                "{kafka: {acks: '1'}}|kafka",
                "{camera: {drift: [flood@2m]}}|camera.drift",
            })
    void whatDoesNotFitIsAProblemOfItsKey(String yaml, String path) {
        ConfigException refused = catchThrowableOfType(
                ConfigException.class, () -> ConfigLoader.parse(yaml, "ingest.yaml", IngestConfig.class));

        assertThat(refused.problems()).extracting(ConfigProblem::path).containsExactly(path);
    }
}
