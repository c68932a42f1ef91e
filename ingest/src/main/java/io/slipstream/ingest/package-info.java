/** Placeholder. */
@NullMarked
package io.slipstream.ingest;

import org.jspecify.annotations.NullMarked;
