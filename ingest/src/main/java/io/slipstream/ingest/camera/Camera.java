package io.slipstream.ingest.camera;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The cameras above a synthetic production line: small parts on a moving belt, in changing light.
 *
 * <p>Every frame is a pure function of (seed, line, number, time): any frame can be made again, and in any order. What
 * a part is shows in its shape alone; colour, finish, light, belt and clutter say nothing about it. Frames of the stream
 * and of probe sets come from separate random streams of the seed, in front of the same lines.
 *
 * <p>Not thread-safe: one renderer is reused.
 *
 * @see <a href="file:docs/design/004-ingest-and-camera.md">docs/design/004-ingest-and-camera.md</a>
 */
public final class Camera {

    private final CameraConfig config;
    private final List<DriftEvent> drift;
    private final List<LineStyle> styles;
    private final PartSchedule schedule;
    private final FrameRenderer renderer;
    private final JpegEncoder encoder = new JpegEncoder();

    public Camera(CameraConfig config) {
        this.config = config;
        this.drift = config.drift().stream().map(DriftEvent::parse).toList();
        this.styles = IntStream.range(0, config.lines())
                .mapToObj(line -> LineStyle.of(config.seed(), line))
                .toList();
        this.schedule = new PartSchedule(config.seed(), config.runLength());
        this.renderer = new FrameRenderer(config.size());
    }

    /** Number of lines, each with its own camera and source key. */
    public int lines() {
        return styles.size();
    }

    /** Source key of a line: {@code line-1} for line 0. */
    public static String key(int line) {
        return "line-" + (line + 1);
    }

    /**
     * The frame a line's camera sends.
     *
     * @param line line, from 0
     * @param number number of the frame on its line, from 0
     * @param time since the lines were started; decides the daylight and which drift events have happened
     */
    public Frame frame(int line, long number, Duration time) {
        PartClass part = part(line, number, time);
        return shoot(FrameSeed.STREAM, line, number, time, part, DriftState.at(time, drift));
    }

    /** What {@link #frame} shows. */
    PartClass part(int line, long number, Duration time) {
        return schedule.at(line, number, DriftState.at(time, drift));
    }

    /** A frame of a chosen part for a probe set; never one of the stream. Parameters as for {@link #frame}. */
    public Frame probe(int line, long number, Duration time, PartClass part) {
        return shoot(FrameSeed.PROBE, line, number, time, part, DriftState.at(time, drift));
    }

    private Frame shoot(int purpose, int line, long number, Duration time, PartClass part, DriftState state) {
        SplittableRandom random = new SplittableRandom(FrameSeed.of(config.seed(), purpose, line, number));
        double seconds = time.toMillis() / 1000.0;
        byte[] jpeg = encoder.encode(renderer.render(part, styles.get(line), state, seconds, random));
        return new Frame(key(line), number, time, part, jpeg);
    }
}
