package io.slipstream.ingest.source;

import io.slipstream.ingest.camera.Camera;
import io.slipstream.ingest.camera.Frame;
import io.slipstream.ingest.pace.Pacer;
import io.slipstream.ingest.pace.Rate;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The synthetic camera as an endless source: one frame of each line in turn, at a given rate.
 *
 * <p>The lines have a clock of their own, which one frame moves by one part of the rate: frame n is always taken at the
 * same camera time, so two runs with one seed send the same images and drift at the same frame, however slow the
 * machine. A stream held up by back-pressure falls behind the wall clock.
 */
public final class CameraSource implements ImageSource {

    /** Frames per second of the camera's clock when the rate is unlimited. */
    private static final double NOMINAL_RATE = 200;

    private final Camera camera;
    private final Pacer pacer;
    private final double framesPerSecond;
    private final Instant start;
    private long next;

    /**
     * Starts a camera, or goes on with one.
     *
     * @param rate frames per second of all lines together
     * @param firstFrame number of the first frame over all lines of a camera that starts
     * @param start event time of frame 0 of a camera that starts
     * @param last position of the last frame that was sent: the camera goes on after it, by the same clock
     * @throws IOException if {@code last} is no position of a camera
     */
    public static CameraSource open(Camera camera, Rate rate, long firstFrame, Instant start, Optional<String> last)
            throws IOException {
        if (last.isEmpty()) {
            return new CameraSource(camera, rate, firstFrame, start);
        }
        CameraPosition position = CameraPosition.parse(last.get());
        return new CameraSource(camera, rate, position.frame() + 1, position.start());
    }

    private CameraSource(Camera camera, Rate rate, long firstFrame, Instant start) {
        this.camera = camera;
        this.pacer = new Pacer(rate);
        this.framesPerSecond = rate.isLimited() ? rate.perSecond() : NOMINAL_RATE;
        this.start = start;
        this.next = firstFrame;
    }

    @Override
    public Pull pull(Duration patience) throws InterruptedException {
        long wait = pacer.untilNext(System.nanoTime());
        if (wait > patience.toNanos()) {
            TimeUnit.NANOSECONDS.sleep(patience.toNanos());
            return new Pull.Nothing();
        }
        TimeUnit.NANOSECONDS.sleep(wait);
        pacer.take(System.nanoTime());
        return new Pull.Image(shoot(next++));
    }

    private RawImage shoot(long number) {
        Duration time = Duration.ofNanos((long) (number * (1e9 / framesPerSecond)));
        Frame frame = camera.frame((int) (number % camera.lines()), number / camera.lines(), time);
        String origin = "camera:" + frame.line() + "/" + frame.number();
        int size = frame.jpeg().length;
        return RawImage.of(
                frame.line(),
                start.plus(time),
                origin,
                new CameraPosition(number, start).toString(),
                size,
                frame.jpeg());
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}
