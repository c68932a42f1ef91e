package io.slipstream.ingest.gateway;

import io.slipstream.schemas.sample.SourceKey;

/**
 * A source key, or the beginning of some.
 *
 * @param text the key or beginning
 * @param isPrefix whether it stands for every key that begins so
 */
record SourcePattern(String text, boolean isPrefix) {

    private static final char ANY = '*';

    static SourcePattern parse(String written) {
        int last = written.length() - 1;
        return !written.isEmpty() && written.charAt(last) == ANY
                ? new SourcePattern(written.substring(0, last), true)
                : new SourcePattern(written, false);
    }

    static boolean isValid(String written) {
        SourcePattern pattern = parse(written);
        return SourceKey.isValid(pattern.text) || (pattern.isPrefix && pattern.text.isEmpty());
    }

    boolean matches(String source) {
        return isPrefix ? source.startsWith(text) : source.equals(text);
    }
}
