package io.slipstream.ingest;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses of WebDataset shards on servers, with or without braces. */
final class RemotePattern {

    static final String FORM = "an address that starts with http://, https:// or s3://BUCKET/";

    private static final Pattern ADDRESS = Pattern.compile("(?:https?://|s3://[^/{}]+/)[^\\p{Cntrl}]+");

    /** The last name of a path, before what a URL has behind it; braces may hold slashes, but nobody does that. */
    private static final Pattern NAME = Pattern.compile("://.*?([^/?#]+)/*(?:[?#].*)?$");

    private static final Pattern TAR = Pattern.compile(".*\\.(?:tar|tgz|tar\\.gz)", Pattern.CASE_INSENSITIVE);

    private RemotePattern() {}

    /** Whether a text is an address at all. */
    static boolean isRemote(String text) {
        return ADDRESS.matcher(text).matches();
    }

    /** Whether a text is the address of shards: one of tar files, or with braces. */
    static boolean isOne(String text) {
        return isRemote(text) && (text.contains("{") || TAR.matcher(name(text)).matches());
    }

    /** The name of the shards, without where they lie. */
    static String name(String address) {
        Matcher name = NAME.matcher(address);
        return name.find() ? name.group(1) : address;
    }
}
