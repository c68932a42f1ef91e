package io.slipstream.ingest.pace;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of images per second, written {@code 200/s} or {@code 0.5/s}, or {@code unlimited}.
 *
 * @param perSecond images per second, above 0; infinite when unlimited
 */
public record Rate(double perSecond) {

    public static final Rate UNLIMITED = new Rate(Double.POSITIVE_INFINITY);

    /** What a configuration may say. */
    public static final String FORM = "a number above 0 and /s, for instance 200/s, or unlimited";

    private static final Pattern PER_SECOND = Pattern.compile("(\\d{1,7}(?:\\.\\d{1,6})?) ?/ ?s");

    public Rate {
        if (!(perSecond > 0)) {
            throw new IllegalArgumentException("expected " + FORM + ", found " + perSecond + "/s");
        }
    }

    /**
     * Reads a rate.
     *
     * @throws IllegalArgumentException if it is none, with what was found
     */
    public static Rate parse(String text) {
        if (text.equals("unlimited")) {
            return UNLIMITED;
        }
        Matcher matcher = PER_SECOND.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("expected " + FORM + ", found '" + text + "'");
        }
        return new Rate(Double.parseDouble(matcher.group(1)));
    }

    public boolean isLimited() {
        return Double.isFinite(perSecond);
    }
}
