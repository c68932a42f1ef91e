/**
 * The published encoder as files: a directory {@code <snapshot id>/} with {@code encoder.pt} and {@code snapshot.json}.
 *
 * <p>{@code snapshot.json} holds every field of the {@link io.slipstream.schemas.record.ModelSnapshot} record but those
 * that say where the artifact is and what its hash and size are, and the SHA-256 and size of every other file:
 * {@code {"createdAt": …, "files": {"encoder.pt": {"bytes": …, "sha256": …}}, …}}. The record on the topic in turn
 * carries the SHA-256 of {@code snapshot.json}, so nobody can change a byte unnoticed.
 *
 * <p>Trainers write through {@link io.slipstream.schemas.snapshot.SnapshotStore}; readers call
 * {@link io.slipstream.schemas.snapshot.SnapshotReader#verify} before they load anything, because an encoder is a
 * program.
 *
 * <p>Uses the records; nothing else of Slipstream.
 */
@NullMarked
package io.slipstream.schemas.snapshot;

import org.jspecify.annotations.NullMarked;
