package io.slipstream.ingest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A source in one word of the command line. */
final class SourceShorthand {

    /** What there is, in words. */
    static final String FORM =
            "A directory or archive; watch:DIRECTORY; urls:FILE or a file that ends in .txt, with a URL"
                    + " in each line; webdataset:PATTERN or a pattern with braces, such as shard-{000..123}.tar, and tar files at"
                    + " https:// or s3://; s3://BUCKET/PREFIX; stdin or - for JPEG or PNG frames one after another; camera.";

    private static final List<SourceKind> NAMED = List.of(SourceKind.WATCH, SourceKind.URLS, SourceKind.WEBDATASET);

    private SourceShorthand() {}

    /** The keys of the configuration it stands for, with their values. */
    static Map<String, String> keys(String source) {
        if (source.equals("camera")) {
            return Map.of("source", "camera");
        }
        if (source.equals("stdin") || source.equals("-")) {
            return Map.of("source", "stdin");
        }
        if (RemotePattern.isOne(source)) {
            return located(SourceKind.WEBDATASET, "shards", source);
        }
        if (source.startsWith("s3://")) {
            return located(SourceKind.S3, "prefix", source);
        }
        for (SourceKind kind : NAMED) {
            String start = Sources.name(kind) + ":";
            if (source.startsWith(start)) {
                String rest = source.substring(start.length());
                boolean isRemote = kind == SourceKind.WEBDATASET && RemotePattern.isRemote(rest);
                return located(kind, isRemote ? "shards" : "path", rest);
            }
        }
        if (source.contains("{")) {
            return located(SourceKind.WEBDATASET, "path", source);
        }
        boolean isList = source.toLowerCase(Locale.ROOT).endsWith(".txt");
        return located(isList ? SourceKind.URLS : SourceKind.PATH, "path", source);
    }

    private static Map<String, String> located(SourceKind kind, String key, String location) {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("source", Sources.name(kind));
        keys.put(key, location);
        return keys;
    }
}
