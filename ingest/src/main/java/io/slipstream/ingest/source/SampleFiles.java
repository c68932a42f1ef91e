package io.slipstream.ingest.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipstream.schemas.image.ImageFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of one WebDataset sample: its images and, if asked for, tags out of its {@code .json}. */
final class SampleFiles {

    private static final Logger log = LoggerFactory.getLogger(SampleFiles.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> IMAGES = Set.of("jpg", "jpeg", "png", "gif", "bmp", "webp", "tif", "tiff");

    private final Set<String> tagNames;
    private final List<ImageFile> images = new ArrayList<>();
    private Map<String, String> tags = Map.of();

    /** @param tagNames fields of the {@code .json} that become tags; all else in it, labels above all, is left behind */
    SampleFiles(Set<String> tagNames) {
        this.tagNames = tagNames;
    }

    /** What the files of one sample have in common: the path up to the first dot of the file name. */
    static String base(String path) {
        int dot = path.indexOf('.', path.lastIndexOf('/') + 1);
        return dot < 0 ? path : path.substring(0, dot);
    }

    void add(ImageFile file) {
        String extension =
                file.path().substring(file.path().lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (IMAGES.contains(extension)) {
            images.add(file);
        } else if (extension.equals("json") && !tagNames.isEmpty() && file.isComplete()) {
            tags = tags(file.bytes());
        }
    }

    /** Its images, in the order of the shard. */
    List<ImageFile> images() {
        return images;
    }

    Map<String, String> tags() {
        return tags;
    }

    private Map<String, String> tags(byte[] json) {
        Map<String, String> found = new TreeMap<>();
        try {
            JsonNode fields = JSON.readTree(json);
            for (String name : tagNames) {
                JsonNode value = fields.path(name);
                if (value.isValueNode() && !value.isNull()) {
                    found.put(name, value.asText());
                }
            }
        } catch (IOException notJson) {
            log.atWarn().setCause(notJson).log("A sample has no tags: its .json is none");
        }
        return found;
    }
}
