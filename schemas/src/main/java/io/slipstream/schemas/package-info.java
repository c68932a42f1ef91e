/**
 * What two services must agree on, and nothing else: the only module of Slipstream that every other one sees.
 *
 * <ul>
 *   <li>{@code record}: the messages, generated from {@code src/main/avro};
 *   <li>{@code topic}: the topics that carry them;
 *   <li>{@code serde}: how they become bytes;
 *   <li>{@code config}: how a YAML file becomes a validated record;
 *   <li>{@code image}: which images are good, and how they become pixels;
 *   <li>{@code snapshot}: the published encoder as files.
 * </ul>
 *
 * <p>Depends on nothing of Slipstream; the packages do not depend on one another in circles.
 */
@NullMarked
package io.slipstream.schemas;

import org.jspecify.annotations.NullMarked;
