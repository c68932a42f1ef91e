package io.slipstream.schemas.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A YAML document as a tree of maps, lists and scalars. Scalars keep the text as written, so that the key's type,
 * not YAML's guess, decides what {@code 1e3}, {@code no} or {@code 010} means.
 */
sealed interface Yaml {

    /** What a problem report shows of this node. */
    String describe();

    /** This tree with another value at a path of keys; what is no section on the way becomes one. */
    default Yaml with(List<String> path, Yaml value) {
        if (path.isEmpty()) {
            return value;
        }
        Map<String, Yaml> entries = new LinkedHashMap<>(this instanceof Mapping mapping ? mapping.entries() : Map.of());
        Yaml child = entries.getOrDefault(path.get(0), new Nothing());
        entries.put(path.get(0), child.with(path.subList(1, path.size()), value));
        return new Mapping(entries);
    }

    record Scalar(String text) implements Yaml {
        @Override
        public String describe() {
            return "'" + text + "'";
        }
    }

    /** A key with nothing after it, or {@code null}. */
    record Nothing() implements Yaml {
        @Override
        public String describe() {
            return "nothing";
        }
    }

    record Sequence(List<Yaml> items) implements Yaml {
        @Override
        public String describe() {
            return "a list";
        }
    }

    record Mapping(Map<String, Yaml> entries) implements Yaml {
        @Override
        public String describe() {
            return "a section";
        }
    }

    /**
     * Reads one document; an empty one is {@link Nothing}. Duplicate keys, aliases, further documents and syntax
     * errors become problems.
     */
    static Yaml parse(String text, List<ConfigProblem> problems) {
        try (YAMLParser parser = new YAMLFactory().createParser(text)) {
            if (parser.nextToken() == null) {
                return new Nothing();
            }
            Yaml tree = node(parser, "", problems);
            if (parser.nextToken() != null) {
                problems.add(new ConfigProblem("", "a second document", "one YAML document"));
            }
            return tree;
        } catch (JsonProcessingException syntax) {
            problems.add(new ConfigProblem("", syntaxError(syntax), "YAML"));
            return new Nothing();
        } catch (IOException impossible) {
            throw new UncheckedIOException("reading YAML from memory", impossible);
        }
    }

    private static Yaml node(YAMLParser parser, String path, List<ConfigProblem> problems) throws IOException {
        JsonToken token = parser.currentToken();
        if (parser.isCurrentAlias()) {
            problems.add(new ConfigProblem(path, "the alias '*" + parser.getText() + "'", "a value written out"));
            return new Nothing();
        }
        if (token == JsonToken.START_OBJECT) {
            return mapping(parser, path, problems);
        }
        if (token == JsonToken.START_ARRAY) {
            List<Yaml> items = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                items.add(node(parser, path + "[" + items.size() + "]", problems));
            }
            return new Sequence(items);
        }
        return token == JsonToken.VALUE_NULL ? new Nothing() : new Scalar(parser.getText());
    }

    private static Yaml mapping(YAMLParser parser, String path, List<ConfigProblem> problems) throws IOException {
        Map<String, Yaml> entries = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            int line = parser.currentTokenLocation().getLineNr();
            String child = Names.path(path, key);
            parser.nextToken();
            Yaml value = node(parser, child, problems);
            if (entries.putIfAbsent(key, value) != null) {
                problems.add(new ConfigProblem(child, "the key a second time in line " + line, "each key once"));
            }
        }
        return new Mapping(entries);
    }

    private static String syntaxError(JsonProcessingException error) {
        String where = error.getLocation() == null
                ? ""
                : " in line " + error.getLocation().getLineNr();
        return "a syntax error" + where + " ("
                + error.getOriginalMessage().lines().findFirst().orElse("") + ")";
    }
}
