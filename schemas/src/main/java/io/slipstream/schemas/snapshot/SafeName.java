package io.slipstream.schemas.snapshot;

import java.util.regex.Pattern;

/** Names that are safe as a single path element on every file system and object store. */
final class SafeName {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    private SafeName() {}

    static boolean is(String name) {
        return FORM.matcher(name).matches();
    }

    static String require(String what, String name) {
        if (!is(name)) {
            throw new IllegalArgumentException("expected a " + what
                    + " of at most 128 letters, digits, dots, dashes and underscores, starting with a letter or digit,"
                    + " found '" + name + "'");
        }
        return name;
    }
}
