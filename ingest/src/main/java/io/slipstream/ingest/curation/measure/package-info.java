/**
 * What curation measures of a picture: how sharp, bright and rich it is, and how it looks in 64 bits.
 *
 * <p>{@link io.slipstream.ingest.curation.measure.Luma} is what everything is measured on. All of it is pure. Uses the
 * JDK only.
 */
@NullMarked
package io.slipstream.ingest.curation.measure;

import org.jspecify.annotations.NullMarked;
