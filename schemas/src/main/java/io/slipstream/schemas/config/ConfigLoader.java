package io.slipstream.schemas.config;

import io.slipstream.schemas.hash.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns YAML into validated records and back.
 *
 * <p>A component may be an int, long, double, boolean, String, Path, URI, Duration, {@link ByteSize}, Instant, an enum
 * (in kebab-case), a record of such components (a section), or an Optional, List or string-keyed Map of any of these.
 * Each carries a {@link Key}. A compact constructor refuses values that do not fit together by throwing an
 * IllegalArgumentException with the message {@code "key: what is allowed"}.
 *
 * <p>All methods are pure but for the file that {@link #load} reads; the class is thread-safe.
 */
public final class ConfigLoader {

    private ConfigLoader() {}

    /**
     * Reads a configuration file, or takes the defaults where there is none.
     *
     * @throws ConfigException as {@link #load}
     */
    public static <R extends Record> R loadOrDefaults(@Nullable Path yaml, Class<R> type) throws ConfigException {
        return yaml == null ? defaults(type) : load(yaml, type);
    }

    /**
     * Reads a configuration file.
     *
     * @throws ConfigException with every unknown or duplicate key and every missing, malformed or out-of-range value,
     *     or because the file cannot be read
     */
    public static <R extends Record> R load(Path yaml, Class<R> type) throws ConfigException {
        return load(yaml, type, Map.of());
    }

    /**
     * Reads a configuration file, some of its keys replaced.
     *
     * @param overrides as of {@link #parse(String, String, Class, Map)}
     * @throws ConfigException as {@link #load(Path, Class)}
     */
    public static <R extends Record> R load(Path yaml, Class<R> type, Map<String, String> overrides)
            throws ConfigException {
        String name = String.valueOf(yaml.getFileName());
        try {
            return parse(Files.readString(yaml), name, type, overrides);
        } catch (IOException unreadable) {
            ConfigProblem problem = new ConfigProblem(
                    "", "no readable file at " + yaml + " (" + unreadable + ")", "a YAML file in UTF-8");
            ConfigException failure = new ConfigException(name, List.of(problem));
            failure.initCause(unreadable);
            throw failure;
        }
    }

    /**
     * Reads a configuration from text.
     *
     * @param name what the problems call the text, for instance {@code trainer.yaml}
     * @throws ConfigException as {@link #load}
     */
    public static <R extends Record> R parse(String yaml, String name, Class<R> type) throws ConfigException {
        return parse(yaml, name, type, Map.of());
    }

    /**
     * Reads a configuration from text, some of its keys replaced.
     *
     * @param overrides value by key, written as in YAML: {@code 128} by {@code batch.size}
     * @throws ConfigException as {@link #load}
     */
    public static <R extends Record> R parse(String yaml, String name, Class<R> type, Map<String, String> overrides)
            throws ConfigException {
        List<ConfigProblem> problems = new ArrayList<>();
        Yaml tree = Yaml.parse(yaml, problems);
        for (Map.Entry<String, String> override : overrides.entrySet()) {
            tree = tree.with(List.of(override.getKey().split("\\.", -1)), Yaml.parse(override.getValue(), problems));
        }
        @Nullable R config = new Binder(problems).section(type, tree, "");
        if (config == null || !problems.isEmpty()) {
            throw new ConfigException(name, problems);
        }
        return config;
    }

    /**
     * The configuration of an empty file.
     *
     * @throws IllegalStateException if a key of the type is required
     */
    public static <R extends Record> R defaults(Class<R> type) {
        try {
            return parse("", type.getSimpleName(), type);
        } catch (ConfigException incomplete) {
            throw new IllegalStateException(type.getName() + " has no complete defaults", incomplete);
        }
    }

    /**
     * The whole configuration in effect, as YAML: every key in the order of declaration, maps sorted, defaults filled
     * in. Values of keys that hold secrets (password, secret, token, jaas and the like) and credentials in URLs are
     * masked. Equal configurations give equal text.
     */
    public static <R extends Record> String effectiveYaml(R config) {
        return EffectiveYaml.of(config);
    }

    /** SHA-256 of the {@link #effectiveYaml}, 64 lower-case hexadecimal digits; a rotated secret does not change it. */
    public static String hash(Record config) {
        return Sha256.of(EffectiveYaml.of(config).getBytes(StandardCharsets.UTF_8));
    }
}
