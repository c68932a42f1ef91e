package io.slipstream.evaluator.report;

import io.slipstream.evaluator.canonical.CanonicalConfig;
import io.slipstream.evaluator.canonical.ViewConfig;
import io.slipstream.evaluator.space.SpaceConfig;
import io.slipstream.schemas.config.ByteSize;
import io.slipstream.schemas.config.Key;
import java.nio.file.Path;

/** What is found out about snapshots without labels. */
public record ReportConfig(
        @Key(
                doc = "Directory of what the reports keep: the canonical images, if they were drawn, and embeddings of"
                        + " earlier snapshots. One evaluator per directory.",
                value = ".slipstream/evaluator")
        Path directory,

        @Key(
                doc = "Size that the kept embeddings may take; those used longest ago go first.",
                value = "256MiB",
                min = 0)
        ByteSize cache,

        @Key(doc = "The images every snapshot is compared on.")
        CanonicalConfig canonical,

        @Key(doc = "Augmented views of some of them, for LiDAR, alignment and separation.")
        ViewConfig views,

        @Key(
                doc = "Nearest neighbours whose overlap is measured, as far as there are other images.",
                value = "10",
                min = 1,
                max = 1000)
        int neighbours,

        @Key(doc = "When a snapshot is called degrading or collapsed; does not change what is measured.")
        VerdictConfig verdict,

        @Key(doc = "When snapshots share an embedding space, and when a map between two spaces is published.")
        SpaceConfig space) {}
