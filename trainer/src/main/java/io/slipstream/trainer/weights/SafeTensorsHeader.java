package io.slipstream.trainer.weights;

import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The table of contents of a safetensors file: what each tensor is and which bytes hold it.
 *
 * @param tensors the tensors by name; together they cover the data without gap or overlap
 * @param metadata free text by key
 */
record SafeTensorsHeader(SortedMap<String, Entry> tensors, Map<String, String> metadata) {

    static final String METADATA = "__metadata__";
    static final String TYPE = "dtype";
    static final String SHAPE = "shape";
    static final String OFFSETS = "data_offsets";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * One tensor.
     *
     * @param type how an element is stored
     * @param shape its shape
     * @param begin first byte, counted from the end of the header
     * @param end first byte after it
     */
    record Entry(ElementType type, Shape shape, long begin, long end) {}

    SafeTensorsHeader {
        tensors = Collections.unmodifiableSortedMap(tensors);
        metadata = Map.copyOf(metadata);
    }

    /**
     * Reads a header and checks every number in it against the data it describes.
     *
     * @param json the header's text
     * @param dataBytes bytes that follow the header
     * @throws EncoderException with the first thing that is wrong
     */
    static SafeTensorsHeader parse(String json, long dataBytes) throws EncoderException {
        if (!json.startsWith("{")) {
            throw new EncoderException("expected a header that begins with '{'");
        }
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new EncoderException(
                    "expected a header of JSON without duplicate keys: " + e.getOriginalMessage(), e);
        }
        SortedMap<String, Entry> tensors = new TreeMap<>();
        Map<String, String> metadata = new TreeMap<>();
        for (Map.Entry<String, JsonNode> field : root.properties()) {
            if (field.getKey().equals(METADATA)) {
                metadata.putAll(metadata(field.getValue()));
            } else {
                tensors.put(field.getKey(), entry(field.getKey(), field.getValue()));
            }
        }
        requireCovered(tensors, dataBytes);
        return new SafeTensorsHeader(tensors, metadata);
    }

    private static Map<String, String> metadata(JsonNode node) throws EncoderException {
        Map<String, String> metadata = new TreeMap<>();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (!field.getValue().isTextual()) {
                throw new EncoderException(
                        METADATA + "." + field.getKey() + ": expected a text, found " + field.getValue());
            }
            metadata.put(field.getKey(), field.getValue().textValue());
        }
        if (!node.isObject()) {
            throw new EncoderException(METADATA + ": expected texts by key, found " + node);
        }
        return metadata;
    }

    private static Entry entry(String name, JsonNode node) throws EncoderException {
        ElementType type = type(name, node.path(TYPE));
        long[] shape = integers(name, SHAPE, node.path(SHAPE));
        long[] offsets = integers(name, OFFSETS, node.path(OFFSETS));
        if (offsets.length != 2 || offsets[0] > offsets[1]) {
            throw new EncoderException("tensor '" + name + "': expected " + OFFSETS
                    + " [begin, end] with begin <= end, found " + node.path(OFFSETS));
        }
        long bytes = type.bytes();
        try {
            for (long side : shape) {
                bytes = Math.multiplyExact(bytes, side);
            }
        } catch (ArithmeticException e) {
            throw new EncoderException(
                    "tensor '" + name + "': shape " + new Shape(shape) + " holds more elements than can be counted", e);
        }
        if (bytes / type.bytes() > Integer.MAX_VALUE) {
            throw new EncoderException("tensor '" + name + "': expected at most " + Integer.MAX_VALUE
                    + " elements, found " + bytes / type.bytes());
        }
        if (offsets[1] - offsets[0] != bytes) {
            throw new EncoderException("tensor '" + name + "': expected " + bytes + " bytes for " + type + " of shape "
                    + new Shape(shape) + ", found " + (offsets[1] - offsets[0]));
        }
        return new Entry(type, new Shape(shape), offsets[0], offsets[1]);
    }

    private static ElementType type(String name, JsonNode node) throws EncoderException {
        for (ElementType type : ElementType.values()) {
            if (type.name().equals(node.textValue())) {
                return type;
            }
        }
        throw new EncoderException("tensor '" + name + "': expected " + TYPE + " to be one of "
                + List.of(ElementType.values()) + ", found " + found(node));
    }

    private static long[] integers(String name, String field, JsonNode node) throws EncoderException {
        List<Long> values = new ArrayList<>();
        for (JsonNode value : node) {
            if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
                throw new EncoderException(
                        "tensor '" + name + "': expected whole numbers from 0 in " + field + ", found " + value);
            }
            values.add(value.longValue());
        }
        if (!node.isArray()) {
            throw new EncoderException(
                    "tensor '" + name + "': expected a list for " + field + ", found " + found(node));
        }
        return values.stream().mapToLong(Long::longValue).toArray();
    }

    private static String found(JsonNode node) {
        return node.isMissingNode() ? "none" : node.toString();
    }

    /** The format allows neither gaps, in which something could hide, nor overlaps, which would grow when read. */
    private static void requireCovered(Map<String, Entry> tensors, long dataBytes) throws EncoderException {
        List<Map.Entry<String, Entry>> inOrder = new ArrayList<>(tensors.entrySet());
        inOrder.sort(Comparator.comparingLong(
                        (Map.Entry<String, Entry> e) -> e.getValue().begin())
                .thenComparingLong(e -> e.getValue().end()));
        long end = 0;
        for (Map.Entry<String, Entry> tensor : inOrder) {
            if (tensor.getValue().begin() != end) {
                throw new EncoderException("tensor '" + tensor.getKey() + "': expected to begin at byte " + end
                        + " of the data, where the one before it ends, found "
                        + tensor.getValue().begin());
            }
            end = tensor.getValue().end();
        }
        if (end != dataBytes) {
            throw new EncoderException("expected " + end + " bytes of data after the header, found " + dataBytes
                    + ": truncated or damaged");
        }
    }
}
