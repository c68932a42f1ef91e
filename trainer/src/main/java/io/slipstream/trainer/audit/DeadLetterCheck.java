package io.slipstream.trainer.audit;

import io.slipstream.schemas.record.LedgerEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether each refused record has one dead letter.
 *
 * <p>A dead letter does not say whose trainer refused the record. So a record may have as many as there are lineages
 * that read it, and one more for each time a lineage went back before it.
 */
final class DeadLetterCheck {

    private final List<Readings> all;
    private final List<Readings> others;
    private final Readings own;
    private final Letters letters;

    private DeadLetterCheck(Evidence evidence) {
        List<Lineage> lineages = evidence.allLineages();
        all = lineages.stream().map(Readings::new).toList();
        others = lineages.stream()
                .filter(lineage -> !lineage.model().equals(evidence.model()))
                .map(Readings::new)
                .toList();
        own = new Readings(evidence.lineage());
        letters = evidence.letters();
    }

    static Check of(Evidence evidence) {
        DeadLetterCheck check = new DeadLetterCheck(evidence);
        List<Finding> findings = new ArrayList<>();
        Lineage lineage = evidence.lineage();
        lineage.ledger().forEach((partition, entry) -> {
            if (lineage.wasSetBack(partition)) {
                findings.add(Finding.beyondProof(
                        "%s: it was cut short or made anew, and dead letters do not tell old offsets from new ones"
                                .formatted(partition)));
            } else {
                findings.addAll(check.examine(entry));
            }
        });
        return Check.of("each refused record has one dead letter", findings);
    }

    private List<Finding> examine(LedgerEntry entry) {
        List<Finding> findings = new ArrayList<>();
        Map<Place, Integer> found = lettersOf(entry);
        found.forEach((place, count) -> excess(place, count).ifPresent(findings::add));
        compare(entry, found.size()).ifPresent(findings::add);
        return findings;
    }

    private Map<Place, Integer> lettersOf(LedgerEntry entry) {
        Map<Place, Integer> counts = new LinkedHashMap<>();
        letters.places().stream()
                .filter(place -> place.partition().equals(Entries.partition(entry)))
                .filter(place -> place.offset() >= entry.getStartOffset() && place.offset() < entry.getNextOffset())
                .forEach(place -> counts.merge(place, 1, Integer::sum));
        return counts;
    }

    private Optional<Finding> excess(Place place, int found) {
        int expected = all.stream().mapToInt(readings -> readings.of(place)).sum();
        if (found <= expected) {
            return Optional.empty();
        }
        if (all.stream().anyMatch(readings -> readings.mayBeMore(place))) {
            return Optional.of(Finding.beyondProof(
                    ("%s: %d dead letters; a lineage may have read it more than once, but the announcement that would"
                                    + " tell is gone")
                            .formatted(place, found)));
        }
        return Optional.of(Finding.broken("%s: expected at most %d dead letters, for as many readings, found %d"
                .formatted(place, expected, found)));
    }

    private Optional<Finding> compare(LedgerEntry entry, int found) {
        long expected = entry.getDeadLettered();
        if (found == expected) {
            return Optional.empty();
        }
        String where = Entries.partition(entry).toString();
        if (found < expected) {
            return Optional.of(
                    letters.areComplete()
                            ? Finding.broken("%s: expected dead letters of %d records, found those of %d"
                                    .formatted(where, expected, found))
                            : Finding.beyondProof(
                                    "%s: dead letters of %d of %d records; older ones were deleted from their topic"
                                            .formatted(where, found, expected)));
        }
        if (own.hasRereads(entry) || others.stream().anyMatch(other -> other.meets(entry))) {
            return Optional.of(Finding.beyondProof(
                    ("%s: dead letters of %d records, %d of them of this account; the others may be of another model or of"
                                    + " what was read before going back")
                            .formatted(where, found, expected)));
        }
        return Optional.of(Finding.broken(
                "%s: expected dead letters of %d records, found those of %d".formatted(where, expected, found)));
    }
}
