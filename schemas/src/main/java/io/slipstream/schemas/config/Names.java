package io.slipstream.schemas.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** How names are written in YAML, and which known name an unknown one was probably meant to be. */
final class Names {

    private Names() {}

    /** {@code maxBytes} and {@code MAX_BYTES} are both {@code max-bytes}. */
    static String kebab(String javaName) {
        String spaced = javaName.equals(javaName.toUpperCase(Locale.ROOT))
                ? javaName
                : javaName.replaceAll("([a-z0-9])([A-Z])", "$1-$2");
        return spaced.replace('_', '-').toLowerCase(Locale.ROOT);
    }

    /** The key's path below a section. */
    static String path(String section, String key) {
        return section.isEmpty() ? key : section + "." + key;
    }

    /** The known name closest to the unknown one, when one is close enough to be a slip of the hand. */
    static Optional<String> closest(String unknown, Collection<String> known) {
        String wanted = kebab(unknown);
        return known.stream()
                .filter(name -> distance(wanted, name) <= Math.max(1, Math.min(3, name.length() * 2 / 5)))
                .min(Comparator.comparingInt((String name) -> distance(wanted, name))
                        .thenComparing(name -> name));
    }

    /** Levenshtein distance: insertions, deletions and replacements from one name to the other. */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
