package io.slipstream.schemas.sample;

/**
 * The name of a source: the camera, scanner, app or crawler an image came from; the record key on the image topics.
 *
 * <p>1 to 200 characters, each a letter or digit of ASCII or one of {@code . _ : / -}: fit for a record key, a label of
 * a metric, a line of a log and a path of a URL without escapes.
 */
public final class SourceKey {

    /** What is allowed, in words. */
    public static final String FORM = "1 to 200 characters out of A-Z a-z 0-9 . _ : / -";

    private static final int LONGEST = 200;

    private SourceKey() {}

    /** Whether {@code key} can name a source. */
    public static boolean isValid(String key) {
        if (key.isEmpty() || key.length() > LONGEST) {
            return false;
        }
        for (int i = 0; i < key.length(); i++) {
            if (!isAllowed(key.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAllowed(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == '_'
                || c == ':'
                || c == '/'
                || c == '-';
    }

    /**
     * The key itself.
     *
     * @throws IllegalArgumentException if it cannot name a source
     */
    public static String check(String key) {
        if (!isValid(key)) {
            throw new IllegalArgumentException("expected a source key of " + FORM + ", found "
                    + (key.isEmpty() ? "an empty one" : "\"" + shortened(key) + "\""));
        }
        return key;
    }

    /** The nearest key to a name: characters that a key cannot have become a dash, and what is too long is cut off. */
    public static String of(String name) {
        String allowed = name.replaceAll("[^A-Za-z0-9._:/-]", "-");
        return allowed.isEmpty() ? "-" : allowed.substring(0, Math.min(LONGEST, allowed.length()));
    }

    private static String shortened(String key) {
        String printable = key.replaceAll("\\p{Cntrl}", "?");
        return printable.length() <= 60 ? printable : printable.substring(0, 60) + "…";
    }
}
