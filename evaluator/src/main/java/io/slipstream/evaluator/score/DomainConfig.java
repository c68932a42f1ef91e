package io.slipstream.evaluator.score;

import io.slipstream.evaluator.probe.ProbeSetName;
import io.slipstream.schemas.config.Key;
import java.time.Instant;
import java.util.Optional;

/** One of the domains that a stream has shown one after the other. */
public record DomainConfig(
        @Key(doc = "Name of the domain in reports.", allowed = ProbeSetName.FORM)
        String name,

        @Key(doc = "The probe set, one of probe-sets, that says how well the domain is known.")
        String probeSet,

        @Key(
                doc =
                        "Images a model had seen when the domain began. Of the first domain neither this nor from-time: it began"
                                + " with the stream; of every other one of the two.",
                min = 1)
        Optional<Long> fromImages,

        @Key(doc = "When the domain began; compared with the times at which snapshots were taken.")
        Optional<Instant> fromTime) {

    public DomainConfig {
        if (!ProbeSetName.isValid(name)) {
            throw new IllegalArgumentException("name: " + ProbeSetName.FORM);
        }
        if (fromImages.isPresent() && fromTime.isPresent()) {
            throw new IllegalArgumentException("from-time: nothing where from-images is given");
        }
    }

    /** Whether it is said when the domain began. */
    boolean hasStart() {
        return fromImages.isPresent() || fromTime.isPresent();
    }

    /** Whether the domain had begun when a snapshot was taken. */
    boolean hadBegun(long imagesSeen, Instant taken) {
        return fromImages.map(images -> imagesSeen >= images).orElse(true)
                && fromTime.map(time -> !taken.isBefore(time)).orElse(true);
    }
}
