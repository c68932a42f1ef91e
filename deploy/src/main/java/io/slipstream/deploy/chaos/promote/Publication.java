package io.slipstream.deploy.chaos.promote;

import io.slipstream.schemas.record.RequestedAction;
import io.slipstream.schemas.record.SnapshotVerdict;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Something that is published, at a time since the beginning. */
sealed interface Publication {

    /** When. */
    Duration at();

    /** A snapshot is announced. */
    record Announcement(Duration at, int number) implements Publication {}

    /** A snapshot is reported on, the first time or again. */
    record Report(Duration at, int number, SnapshotVerdict verdict, double rankMe) implements Publication {}

    /** A snapshot is scored. */
    record Score(Duration at, int number, double top1) implements Publication {}

    /** Somebody asks for something. */
    record Request(
            Duration at, RequestedAction action, @Nullable Integer number) implements Publication {}
}
