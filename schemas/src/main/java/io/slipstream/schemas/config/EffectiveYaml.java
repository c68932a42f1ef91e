package io.slipstream.schemas.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes a configuration record as the YAML it stands for, every key present, secrets masked. */
final class EffectiveYaml {

    private static final String MASK = "***";

    private static final Pattern SECRET_KEY = Pattern.compile(
            "password|passwd|secret|token|jaas|user\\.info|keystore\\.key|api[.-]?key", Pattern.CASE_INSENSITIVE);

    private static final Pattern URL_CREDENTIALS = Pattern.compile("://[^/@\\s]+@");

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .build();

    private EffectiveYaml() {}

    static String of(Record config) {
        try {
            return YAML.writeValueAsString(section(config));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("writing " + config.getClass().getName(), impossible);
        }
    }

    private static Map<String, @Nullable Object> section(Record config) {
        Map<String, @Nullable Object> keys = new LinkedHashMap<>();
        for (RecordComponent component : config.getClass().getRecordComponents()) {
            String name = Names.kebab(component.getName());
            keys.put(name, masked(name, tree(read(component, config))));
        }
        return keys;
    }

    private static @Nullable Object tree(Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.isPresent() ? tree(optional.get()) : null;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(EffectiveYaml::tree).toList();
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> sorted = new TreeMap<>();
            map.forEach((key, entry) -> sorted.put(String.valueOf(key), masked(String.valueOf(key), tree(entry))));
            return sorted;
        }
        boolean nested = value instanceof Record && !ScalarType.isScalar(value.getClass());
        return nested ? section((Record) value) : ScalarType.written(value);
    }

    private static @Nullable Object masked(String key, @Nullable Object value) {
        if (!(value instanceof String text)) {
            return value;
        }
        return SECRET_KEY.matcher(key).find()
                ? MASK
                : URL_CREDENTIALS.matcher(text).replaceAll("://" + MASK + "@");
    }

    private static Object read(RecordComponent component, Record config) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(config);
        } catch (ReflectiveOperationException unreadable) {
            throw new IllegalStateException("reading " + component + " of " + config.getClass(), unreadable);
        }
    }
}
