package io.slipstream.deploy.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The pages under docs/reference are written by {@code ./slipstream config reference --out docs/reference}. */
class ReferencePagesTest {
    private static final Path PAGES = Path.of("..", "docs", "reference");

    @TestFactory
    Stream<DynamicTest> theCommittedPageDocumentsEveryKey() {
        return ServiceConfig.all().stream().map(config -> DynamicTest.dynamicTest(config.name(), () -> check(config)));
    }

    private static void check(ServiceConfig config) throws IOException {
        assertThat(Files.readString(PAGES.resolve(config.page()))).isEqualTo(config.markdown());
    }
}
