package io.slipstream.schemas.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Binds a YAML tree to a record and collects every problem on the way. A value that has a problem is null until the
 * end; the record around it is then not built, but all its other keys are still checked.
 */
final class Binder {

    private static final Yaml NOTHING = new Yaml.Nothing();

    private final List<ConfigProblem> problems;

    Binder(List<ConfigProblem> problems) {
        this.problems = problems;
    }

    /** The record, or null when it has a problem. */
    <R> @Nullable R section(Class<R> type, Yaml node, String path) {
        if (!(node instanceof Yaml.Mapping) && !(node instanceof Yaml.Nothing)) {
            problems.add(new ConfigProblem(path, node.describe(), "a section with the keys " + keys(type)));
            return null;
        }
        Map<String, Yaml> entries = node instanceof Yaml.Mapping mapping ? mapping.entries() : Map.of();
        reportUnknown(type, entries, path);

        int before = problems.size();
        RecordComponent[] components = type.getRecordComponents();
        @Nullable Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            String name = Names.kebab(components[i].getName());
            values[i] = component(components[i], entries.get(name), Names.path(path, name));
        }
        return problems.size() == before ? construct(type, components, values, entries, path) : null;
    }

    private @Nullable Object component(RecordComponent component, @Nullable Yaml node, String path) {
        Key key = key(component);
        if (node != null) {
            return value(component.getGenericType(), node, key, path);
        }
        if (!key.value().isEmpty()) {
            return value(component.getGenericType(), Yaml.parse(key.value(), problems), key, path);
        }
        return value(component.getGenericType(), NOTHING, key, path);
    }

    private @Nullable Object value(Type type, Yaml node, Key key, String path) {
        if (type instanceof ParameterizedType generic) {
            return container(generic, node, key, path);
        }
        Class<?> plain = (Class<?>) type;
        return plain.isRecord() && !ScalarType.isScalar(plain)
                ? section(plain, node, path)
                : scalar(ScalarType.of(plain), node, key, path);
    }

    private @Nullable Object container(ParameterizedType type, Yaml node, Key key, String path) {
        Type[] arguments = type.getActualTypeArguments();
        if (type.getRawType() == Optional.class) {
            return node instanceof Yaml.Nothing
                    ? Optional.empty()
                    : Optional.ofNullable(value(arguments[0], node, key, path));
        }
        if (type.getRawType() == List.class) {
            return list(arguments[0], node, key, path);
        }
        if (type.getRawType() == Map.class && arguments[0] == String.class) {
            return map(arguments[1], node, key, path);
        }
        throw new IllegalArgumentException("a configuration key cannot be of type " + type);
    }

    private @Nullable Object scalar(ScalarType type, Yaml node, Key key, String path) {
        if (node instanceof Yaml.Scalar scalar) {
            try {
                Object value = type.parse().apply(scalar.text());
                if (type.inRange(value, key)) {
                    return value;
                }
            } catch (IllegalArgumentException | ArithmeticException malformed) {
                // Reported below, in the same words as a value out of range.
            }
        }
        problems.add(new ConfigProblem(path, node.describe(), type.allowed(key)));
        return null;
    }

    private @Nullable Object list(Type itemType, Yaml node, Key key, String path) {
        if (node instanceof Yaml.Nothing) {
            return List.of();
        }
        if (node instanceof Yaml.Mapping) {
            problems.add(new ConfigProblem(path, node.describe(), "a list"));
            return null;
        }
        // A list of one may be written as its item.
        List<Yaml> found = node instanceof Yaml.Sequence sequence ? sequence.items() : List.of(node);
        List<@Nullable Object> items = new ArrayList<>();
        for (Yaml item : found) {
            items.add(value(itemType, item, key, path + "[" + items.size() + "]"));
        }
        return items.contains(null) ? null : List.copyOf(items);
    }

    private @Nullable Object map(Type valueType, Yaml node, Key key, String path) {
        if (!(node instanceof Yaml.Mapping) && !(node instanceof Yaml.Nothing)) {
            problems.add(new ConfigProblem(path, node.describe(), "a map of keys to values"));
            return null;
        }
        Map<String, @Nullable Object> entries = new TreeMap<>();
        if (node instanceof Yaml.Mapping mapping) {
            mapping.entries()
                    .forEach((name, child) -> entries.put(name, value(valueType, child, key, Names.path(path, name))));
        }
        return entries.containsValue(null) ? null : Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    private void reportUnknown(Class<?> type, Map<String, Yaml> entries, String path) {
        List<String> known = keys(type);
        for (String name : entries.keySet()) {
            if (!known.contains(name)) {
                String hint = Names.closest(name, known)
                        .map(closest -> " (did you mean '" + closest + "'?)")
                        .orElse("");
                problems.add(
                        new ConfigProblem(Names.path(path, name), "an unknown key" + hint, String.join(", ", known)));
            }
        }
    }

    private <R> @Nullable R construct(
            Class<R> type,
            RecordComponent[] components,
            @Nullable Object[] values,
            Map<String, Yaml> entries,
            String path) {
        try {
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            Constructor<R> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException refused) {
            if (refused.getCause() instanceof IllegalArgumentException relation) {
                problems.add(relation(type, String.valueOf(relation.getMessage()), entries, path));
                return null;
            }
            throw new IllegalStateException("building " + type.getName(), refused.getCause());
        } catch (ReflectiveOperationException unusable) {
            throw new IllegalStateException("building " + type.getName(), unusable);
        }
    }

    /** Turns a compact constructor's {@code "key: message"} into a problem of that key. */
    private static ConfigProblem relation(Class<?> type, String message, Map<String, Yaml> entries, String path) {
        String name = message.contains(": ") ? message.substring(0, message.indexOf(": ")) : "";
        if (!keys(type).contains(name)) {
            return new ConfigProblem(path, "values that do not fit together", message);
        }
        String found =
                Optional.ofNullable(entries.get(name)).map(Yaml::describe).orElse("the default");
        return new ConfigProblem(Names.path(path, name), found, message.substring(name.length() + 2));
    }

    static Key key(RecordComponent component) {
        Key key = component.getAnnotation(Key.class);
        if (key == null) {
            throw new IllegalArgumentException("a @Key is missing on " + component.getName() + " of "
                    + component.getDeclaringRecord().getName());
        }
        return key;
    }

    private static List<String> keys(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(component -> Names.kebab(component.getName()))
                .toList();
    }
}
