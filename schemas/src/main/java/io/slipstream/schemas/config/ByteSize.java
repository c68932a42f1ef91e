package io.slipstream.schemas.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of bytes, written with its unit: {@code 500B}, {@code 64KiB}, {@code 10MiB}, {@code 1GB}.
 * KiB, MiB and GiB are powers of 1024; KB, MB and GB are powers of 1000.
 *
 * @param bytes the number of bytes, 0 or more
 */
public record ByteSize(long bytes) implements Comparable<ByteSize> {

    private static final Pattern FORM = Pattern.compile("(\\d+) ?(B|KB|KiB|MB|MiB|GB|GiB)");

    public ByteSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("expected 0 bytes or more, found " + bytes);
        }
    }

    public static ByteSize ofKiB(long kibibytes) {
        return new ByteSize(Math.multiplyExact(kibibytes, 1L << 10));
    }

    public static ByteSize ofMiB(long mebibytes) {
        return new ByteSize(Math.multiplyExact(mebibytes, 1L << 20));
    }

    /**
     * Reads a size from its written form.
     *
     * @throws IllegalArgumentException if there is no unit, an unknown one, or the value passes 2^63 - 1 bytes
     */
    public static ByteSize parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("expected a size such as 500B, 64KiB or 10MiB, found '" + text + "'");
        }
        try {
            return new ByteSize(Math.multiplyExact(Long.parseLong(form.group(1)), unit(form.group(2))));
        } catch (ArithmeticException | NumberFormatException tooLarge) {
            throw new IllegalArgumentException("expected fewer than 2^63 bytes, found '" + text + "'", tooLarge);
        }
    }

    private static long unit(String name) {
        return switch (name) {
            case "B" -> 1;
            case "KB" -> 1_000;
            case "KiB" -> 1L << 10;
            case "MB" -> 1_000_000;
            case "MiB" -> 1L << 20;
            case "GB" -> 1_000_000_000;
            case "GiB" -> 1L << 30;
            default -> throw new IllegalArgumentException("unknown unit " + name);
        };
    }

    @Override
    public int compareTo(ByteSize other) {
        return Long.compare(bytes, other.bytes);
    }

    /** The shortest exact form with a binary unit, which {@link #parse} reads back. */
    @Override
    public String toString() {
        String[] units = {"GiB", "MiB", "KiB"};
        for (String unit : units) {
            if (bytes >= unit(unit) && bytes % unit(unit) == 0) {
                return bytes / unit(unit) + unit;
            }
        }
        return bytes + "B";
    }
}
