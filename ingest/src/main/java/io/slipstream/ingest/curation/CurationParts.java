package io.slipstream.ingest.curation;

import io.slipstream.schemas.sample.SampleReader;
import java.util.function.BooleanSupplier;

/**
 * What all partitions share. Every part is thread-safe.
 *
 * @param stopped whether the service is to stop; ends the waiting for what is away
 */
record CurationParts(
        CurationConfig config,
        SampleReader reader,
        ImageBytes imageBytes,
        Probe probe,
        Outlet outlet,
        BooleanSupplier stopped) {}
