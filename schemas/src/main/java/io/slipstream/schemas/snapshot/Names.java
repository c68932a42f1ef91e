package io.slipstream.schemas.snapshot;

import java.util.regex.Pattern;

/** Names that are safe as a single path element on every file system and object store. */
final class Names {

    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    private Names() {}

    static boolean isSafe(String name) {
        return SAFE.matcher(name).matches();
    }

    static String requireSafe(String what, String name) {
        if (!isSafe(name)) {
            throw new IllegalArgumentException("expected a " + what
                    + " of at most 128 letters, digits, dots, dashes and underscores, starting with a letter or digit,"
                    + " found '" + name + "'");
        }
        return name;
    }
}
