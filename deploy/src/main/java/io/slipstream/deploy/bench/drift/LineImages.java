package io.slipstream.deploy.bench.drift;

import io.slipstream.ingest.camera.Camera;
import io.slipstream.ingest.camera.CameraConfig;
import io.slipstream.ingest.camera.PartClass;
import io.slipstream.schemas.config.ByteSize;
import io.slipstream.schemas.image.BadImageException;
import io.slipstream.schemas.image.ImageLimits;
import io.slipstream.schemas.image.Images;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The images that the watch looks at on one line of the synthetic camera, in blocks of neighbours: every eighth frame of 30 a
 * second, four of each run of a part, a fifth of them strays. Blocks are taken at independent times of a day and of
 * independent runs, so that they may change places, as the watch's tests assume. No frame is ever taken twice. Not
 * thread-safe.
 */
final class LineImages {

    private static final double FRAMES_PER_SECOND = 30;
    private static final int EVERY = 8;
    private static final int RUN = 4;
    private static final double STRAY_SHARE = 0.2;
    private static final int LINE = 0;
    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();
    private static final List<PartClass> KNOWN = PartClass.made(false);
    private static final ImageLimits LIMITS = new ImageLimits(ByteSize.parse("1MiB"), 1 << 20);

    private final Camera camera;
    private final int side;
    private final SplittableRandom random;
    private long number;

    /** @param side of the square images in pixels, as the encoder takes them; the camera makes them of 32 to 96 */
    LineImages(long seed, int side) {
        this.side = side;
        camera = new Camera(new CameraConfig(seed, LINE + 1, Math.max(32, Math.min(96, side)), RUN * EVERY, List.of()));
        random = new SplittableRandom(seed);
    }

    /** A block of images after a shift, each uint8 [3, side, side], RGB planes. */
    List<byte[]> block(Shift shift, int images) {
        List<byte[]> block = new ArrayList<>();
        long begin = random.nextLong(DAY_MILLIS);
        PartClass run = KNOWN.get(0);
        for (int i = 0; i < images; i++) {
            if (i % RUN == 0) {
                run = run(shift);
            }
            PartClass part = random.nextDouble() < STRAY_SHARE ? anyKnown() : run;
            Duration time = Duration.ofMillis(begin + Math.round(i * EVERY * 1000 / FRAMES_PER_SECOND));
            byte[] jpeg = camera.probe(LINE, number++, time, part).jpeg();
            block.add(shift.seen(decoded(jpeg), side, random));
        }
        return block;
    }

    private PartClass run(Shift shift) {
        boolean changed = random.nextDouble() < shift.size();
        PartClass known = anyKnown();
        return switch (shift.kind()) {
            case NEW_CLASS -> changed ? PartClass.U_CLIP : known;
            case CLASS_PRIOR -> changed ? PartClass.GEAR : known;
            default -> known;
        };
    }

    private PartClass anyKnown() {
        return KNOWN.get(random.nextInt(KNOWN.size()));
    }

    private byte[] decoded(byte[] jpeg) {
        try {
            return Images.toRgb(Images.decode(jpeg, LIMITS), side);
        } catch (BadImageException impossible) {
            throw new IllegalStateException("an image of the camera", impossible);
        }
    }
}
