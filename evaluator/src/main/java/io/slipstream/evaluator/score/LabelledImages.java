package io.slipstream.evaluator.score;

import io.slipstream.evaluator.follow.TopicAccess;
import io.slipstream.evaluator.probe.ProbeSet;
import java.util.Optional;

/** A probe set as it is at the moment, wherever its images come from. */
public interface LabelledImages {

    /** Name of the probe set. */
    String name();

    /** Opens what it is read from. */
    default void open(TopicAccess topics) {}

    /** Reads what has been added. */
    default void refresh() {}

    /** The set as last read: the same object as long as nothing has changed; empty if there is an {@link #obstacle}. */
    Optional<ProbeSet> current();

    /** Why no score can be made from it at the moment. */
    default Optional<String> obstacle() {
        return Optional.empty();
    }

    /** A set that never changes. */
    static LabelledImages of(ProbeSet set) {
        return new LabelledImages() {
            @Override
            public String name() {
                return set.name();
            }

            @Override
            public Optional<ProbeSet> current() {
                return Optional.of(set);
            }
        };
    }
}
