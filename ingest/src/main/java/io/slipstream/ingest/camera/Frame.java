package io.slipstream.ingest.camera;

import java.time.Duration;

/**
 * One image of the synthetic camera, with what only a probe set may know.
 *
 * @param line source key of the line, {@code line-1} and so on
 * @param number number of the frame on its line, from 0
 * @param time when it was taken, since the lines were started
 * @param part what it shows
 * @param jpeg the encoded image
 */
@SuppressWarnings("ArrayRecordComponent") // a value that is written once and handed on; never compared
public record Frame(String line, long number, Duration time, PartClass part, byte[] jpeg) {}
