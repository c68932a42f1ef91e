package io.slipstream.schemas.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {

    @ParameterizedTest
    @CsvSource({
        "0B, 0",
        "500B, 500",
        "1KB, 1000",
        "64KiB, 65536",
        "64 KiB, 65536",
        "2MB, 2000000",
        "10MiB, 10485760",
        "1GB, 1000000000",
        "1GiB, 1073741824"
    })
    void everyUnitIsRead(String text, long bytes) {
        assertThat(ByteSize.parse(text).bytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"0, 0B", "1000, 1000B", "1024, 1KiB", "1536, 1536B", "10485760, 10MiB", "3221225472, 3GiB"})
    void theLargestExactBinaryUnitIsWritten(long bytes, String text) {
        assertThat(new ByteSize(bytes)).hasToString(text);
        assertThat(ByteSize.parse(text)).isEqualTo(new ByteSize(bytes));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "10", "10mib", "1.5MiB", "-1B", "MiB", "10 XB", "9999999999GiB", "99999999999999999999B"})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> ByteSize.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text);
    }
}
