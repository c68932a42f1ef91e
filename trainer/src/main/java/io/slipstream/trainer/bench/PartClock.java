package io.slipstream.trainer.bench;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Adds up how long each part of a step takes. Not thread-safe. */
final class PartClock {

    /** Parts of a training step, in their order. */
    enum Part {
        /** Copying the images in and making the views. */
        VIEWS,
        /** The teacher's targets. */
        TEACHER,
        /** The student's outputs and their loss. */
        STUDENT,
        /** The student's gradients. */
        BACKWARD,
        /** The optimizer, and the teacher's moving average. */
        UPDATE,
        /** What the method remembers, and the figures that are reported of a step. */
        REPORT
    }

    private final LongSupplier nanoTime;
    private final Map<Part, Long> nanos = new EnumMap<>(Part.class);
    private @Nullable Part running;
    private long since;

    PartClock(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Ends the part that runs, if one does, and starts another. */
    void start(Part part) {
        stop();
        running = part;
    }

    /** Ends the part that runs. */
    void stop() {
        long now = nanoTime.getAsLong();
        if (running != null) {
            nanos.merge(running, now - since, Long::sum);
        }
        running = null;
        since = now;
    }

    /** Milliseconds by part since the last call. */
    Map<String, Double> takeMillis() {
        Map<String, Double> millis = new LinkedHashMap<>();
        nanos.forEach((part, sum) -> millis.put(part.name().toLowerCase(Locale.ROOT), sum / 1e6));
        nanos.clear();
        return millis;
    }
}
