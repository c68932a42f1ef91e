/**
 * Configuration: one YAML file becomes nested, validated records, and every problem in it is reported at once.
 *
 * <p>A service declares its configuration as a record whose components carry {@link io.slipstream.schemas.config.Key}:
 * meaning, default and range in one place. {@link io.slipstream.schemas.config.ConfigLoader} binds a file to it,
 * {@link io.slipstream.schemas.config.ConfigReference} writes its reference page. Start with {@code ConfigLoader}.
 *
 * <p>Uses Jackson's YAML parser and nothing else of Slipstream.
 */
@NullMarked
package io.slipstream.schemas.config;

import org.jspecify.annotations.NullMarked;
