package io.slipstream.trainer.stream;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The ids of the last so many distinct images, to recognise one that is sent again. Not thread-safe. */
final class DedupeWindow {

    private final int capacity;
    private final Set<String> ids = new LinkedHashSet<>();

    /**
     * A window of at most {@code capacity} ids; 0 recognises nothing.
     *
     * @param recent ids to begin with, oldest first; the oldest are forgotten where they are too many
     */
    DedupeWindow(int capacity, List<String> recent) {
        this.capacity = capacity;
        recent.forEach(this::isNew);
    }

    /** Remembers an id, forgetting the oldest when full; false if it was remembered already. */
    boolean isNew(String id) {
        if (!ids.add(id)) {
            return false;
        }
        if (ids.size() > capacity) {
            var oldest = ids.iterator();
            oldest.next();
            oldest.remove();
        }
        return true;
    }

    /** The ids remembered, oldest first. */
    List<String> ids() {
        return List.copyOf(ids);
    }
}
