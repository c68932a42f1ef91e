package io.slipstream.schemas.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes the reference page of a configuration from its declaration, so that the page cannot drift from the code. */
public final class ConfigReference {

    private ConfigReference() {}

    /**
     * A Markdown page with one table row per key: key, type, default, allowed values, meaning. Keys of sections are
     * written with dots.
     */
    public static String markdown(String title, String intro, Class<? extends Record> type) {
        StringBuilder page = new StringBuilder("# " + title + "\n\n" + intro.strip() + "\n\n");
        page.append("| Key | Type | Default | Allowed | Meaning |\n|---|---|---|---|---|\n");
        rows(type, "", page);
        return page.toString();
    }

    private static void rows(Class<?> type, String path, StringBuilder page) {
        for (RecordComponent component : type.getRecordComponents()) {
            Key key = Binder.key(component);
            String name = Names.path(path, Names.kebab(component.getName()));
            Type itemType = itemType(component.getGenericType());
            if (isSection(itemType)) {
                row(
                        page,
                        "`" + name + "`",
                        containerWords(component, "section"),
                        standard(component, key),
                        "",
                        key.doc());
                rows((Class<?>) itemType, itemPath(component.getType(), name), page);
            } else {
                ScalarType scalar = ScalarType.of((Class<?>) itemType);
                row(
                        page,
                        "`" + name + "`",
                        containerWords(component, scalar.name()),
                        standard(component, key),
                        scalar.allowed(key),
                        key.doc());
            }
        }
    }

    /** The keys of a list's or a map's items come behind a place holder. */
    private static String itemPath(Class<?> container, String name) {
        if (container == List.class) {
            return name + "[]";
        }
        return container == Map.class ? name + ".NAME" : name;
    }

    private static void row(StringBuilder page, String... cells) {
        for (String cell : cells) {
            page.append("| ")
                    .append(cell.replace("|", "\\|").replace("\n", " "))
                    .append(' ');
        }
        page.append("|\n");
    }

    private static boolean isSection(Type type) {
        return type instanceof Class<?> plain && plain.isRecord() && !ScalarType.isScalar(plain);
    }

    /** The last type argument of a container, or the type itself. */
    private static Type itemType(Type type) {
        if (!(type instanceof ParameterizedType generic)) {
            return type;
        }
        Type[] arguments = generic.getActualTypeArguments();
        return itemType(arguments[arguments.length - 1]);
    }

    private static String containerWords(RecordComponent component, String item) {
        Class<?> type = component.getType();
        if (type == List.class) {
            return "list of " + item;
        }
        return type == Map.class ? "map of " + item : item;
    }

    private static String standard(RecordComponent component, Key key) {
        if (!key.value().isEmpty()) {
            return "`" + key.value() + "`";
        }
        Class<?> type = component.getType();
        if (type == Optional.class) {
            return "absent";
        }
        if (type == List.class || type == Map.class) {
            return "empty";
        }
        return isSection(type) ? "" : "required";
    }
}
