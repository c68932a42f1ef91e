package io.slipstream.schemas.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class S3LocationTest {

    @Test
    void aLocationIsABucketAndAPrefix() {
        assertThat(S3Location.parse(URI.create("s3://photos/2026/gate")))
                .isEqualTo(new S3Location("photos", "2026/gate"));
        assertThat(S3Location.parse(URI.create("s3://photos"))).isEqualTo(new S3Location("photos", ""));
        assertThat(S3Location.parse(URI.create("s3://photos/"))).isEqualTo(new S3Location("photos", ""));
        assertThat(S3Location.parse(URI.create("s3://photos/a")).resolve("b/c")).hasToString("s3://photos/a/b/c");
        assertThat(S3Location.parse(URI.create("s3://photos/a/")).resolve("b")).hasToString("s3://photos/a/b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"photos", "http://photos/a", "s3:photos", "s3:///a", "s3://photos/a?versionId=1"})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> S3Location.parse(URI.create(text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected s3://BUCKET");
    }
}
