package io.slipstream.ingest.curation;

import io.slipstream.ingest.curation.measure.Quality;
import io.slipstream.schemas.image.ImageHeader;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a decoded image is found to be.
 *
 * @param header  what its bytes say
 * @param look    its perceptual hash, where near duplicates are suppressed
 * @param quality its measures, where they are limited
 */
record Picture(ImageHeader header, OptionalLong look, Optional<Quality> quality) {}
