package io.slipstream.trainer.view;

import io.slipstream.schemas.config.ConfigException;
import io.slipstream.schemas.config.ConfigLoader;
import java.util.Arrays;

/** Configurations and parameter rows of views, as tests write them. */
public final class TestViews {

    private TestViews() {}

    /** The {@code views} section of this YAML. */
    public static ViewConfig config(String yaml) {
        try {
            return ConfigLoader.parse(yaml, "test", ViewConfig.class);
        } catch (ConfigException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** The row that leaves an image as it is, but for changes such as {@code "5=1.3 9=1"}: column = value. */
    static float[] row(String changes) {
        float[] row = {1, 1, 0, 0, 1, 1, 1, 1, 0, 0, 0, 1, 2, 3, 0, 0};
        Arrays.stream(changes.strip().split(" +"))
                .filter(change -> !change.isEmpty())
                .map(change -> change.split("=", 2))
                .forEach(change -> row[Integer.parseInt(change[0])] = Float.parseFloat(change[1]));
        return row;
    }
}
