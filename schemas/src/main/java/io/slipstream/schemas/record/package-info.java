/**
 * The messages of the pipeline, generated from the Avro schemas in {@code src/main/avro}.
 *
 * <p>To change one: edit its {@code .avsc}, keep it readable both ways with every version in
 * {@code src/main/avro/history} (add fields with defaults; never rename, retype or remove), and add the new version
 * there, with the records it uses written out. {@code SchemaHistoryTest} checks all of this.
 *
 * <p>Times are event times in UTC milliseconds. Not null-marked: generated getters return null for optional fields.
 */
package io.slipstream.schemas.record;
