package io.slipstream.evaluator.probe;

import java.util.regex.Pattern;

/** Names of probe sets: part of the keys of their scores and of their labelled images. */
public final class ProbeSetName {

    /** What is allowed, in words. */
    public static final String FORM = "1 to 100 letters, digits or any of . _ -";

    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    private ProbeSetName() {}

    /** Whether the text may name a probe set. */
    public static boolean isValid(String name) {
        return ALLOWED.matcher(name).matches();
    }
}
