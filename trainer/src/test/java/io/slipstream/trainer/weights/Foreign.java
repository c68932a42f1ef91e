package io.slipstream.trainer.weights;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;

/** The networks that {@code src/test/foreign/foreign.py} wrote. */
final class Foreign {

    private Foreign() {}

    static Path file(String name) {
        try {
            return Path.of(Objects.requireNonNull(Foreign.class.getResource("/foreign/" + name), name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] bytes(String name) {
        try (InputStream in = Objects.requireNonNull(Foreign.class.getResourceAsStream("/foreign/" + name), name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
