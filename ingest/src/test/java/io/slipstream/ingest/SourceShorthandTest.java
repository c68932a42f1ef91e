package io.slipstream.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class SourceShorthandTest {

    @ParameterizedTest
    @CsvSource({
        "photos,path,photos",
        "/data/photos.tar.gz,path,/data/photos.tar.gz",
        "watch:/data/inbox,watch,/data/inbox",
        "list.TXT,urls,list.TXT",
        "urls:list.lst,urls,list.lst",
        "shard-{000..012}.tar,webdataset,shard-{000..012}.tar",
        "webdataset:one.tar,webdataset,one.tar",
    })
    void aPathIsReadByWhatItLooksLikeOrIsSaidToBe(String source, String kind, String path) {
        assertThat(SourceShorthand.keys(source)).isEqualTo(Map.of("source", kind, "path", path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://host/sets/train-{000000..000123}.tar",
                "http://host/train.tgz?token=a.b/c",
                "s3://photos/train-{000..123}.tar",
                "s3://photos/sets/train.tar.gz",
            })
    void tarFilesOnServersAreShards(String address) {
        assertThat(SourceShorthand.keys(address)).isEqualTo(Map.of("source", "webdataset", "shards", address));
        assertThat(SourceShorthand.keys("webdataset:" + address))
                .isEqualTo(Map.of("source", "webdataset", "shards", address));
    }

    @Test
    void bucketsStandardInputAndTheCameraHaveNoPath() {
        assertThat(SourceShorthand.keys("s3://photos/2026"))
                .isEqualTo(Map.of("source", "s3", "prefix", "s3://photos/2026"));
        assertThat(SourceShorthand.keys("stdin")).isEqualTo(Map.of("source", "stdin"));
        assertThat(SourceShorthand.keys("-")).isEqualTo(Map.of("source", "stdin"));
        assertThat(SourceShorthand.keys("camera")).isEqualTo(Map.of("source", "camera"));
    }

    @Test
    void whatTheCommandLineSaysIsQuotedAsYamlNeedsIt() {
        IngestOptions options = new IngestOptions();

        new CommandLine(options)
                .parseArgs(
                        "it's: {0..1} #1.tar",
                        "--rate",
                        "5/s",
                        "--realtime",
                        "--speed=10",
                        "--key=gate",
                        "--cursor=none");

        assertThat(options.keys())
                .isEqualTo(Map.of(
                        "source", "'webdataset'",
                        "path", "'it''s: {0..1} #1.tar'",
                        "rate", "'5/s'",
                        "realtime", "'true'",
                        "order", "'as-is'",
                        "speed", "'10.0'",
                        "key", "'gate'",
                        "cursor", "'none'"));
    }
}
