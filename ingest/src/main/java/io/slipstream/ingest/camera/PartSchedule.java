package io.slipstream.ingest.camera;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Which part a line makes when: runs of one part with a few strays, each line with its own favourites.
 *
 * <p>A pure function of the frame number, so that frames can be made in any order.
 *
 * @param seed seed of the camera
 * @param runLength frames in one run
 */
record PartSchedule(long seed, int runLength) {

    /** Share of frames that show a part from another run: rejects, leftovers, a changeover. */
    static final double STRAY_SHARE = 0.2;

    PartClass at(int line, long number, DriftState drift) {
        List<PartClass> made = PartClass.made(drift.newPart());
        RandomGenerator run =
                new SplittableRandom(FrameSeed.of(seed, FrameSeed.SCHEDULE, line, Math.floorDiv(number, runLength)));
        PartClass current =
                drift.newPart() && run.nextDouble() < 0.3 ? PartClass.U_CLIP : favourite(made, line, run.nextDouble());
        RandomGenerator frame = new SplittableRandom(FrameSeed.of(seed, FrameSeed.SCHEDULE, -1 - line, number));
        return frame.nextDouble() < STRAY_SHARE ? made.get(frame.nextInt(made.size())) : current;
    }

    /** The part at {@code point} (0 to 1) of the line's mix: the line's first favourite is made three times as often as its last. */
    private static PartClass favourite(List<PartClass> made, int line, double point) {
        int kinds = made.size();
        double total = 0;
        for (int rank = 0; rank < kinds; rank++) {
            total += weight(rank, kinds);
        }
        double left = point * total;
        for (int rank = 0; rank < kinds; rank++) {
            left -= weight(rank, kinds);
            if (left < 0) {
                return made.get((rank + 2 * line) % kinds);
            }
        }
        return made.get((kinds - 1 + 2 * line) % kinds);
    }

    private static double weight(int rank, int kinds) {
        return 3 - 2.0 * rank / (kinds - 1);
    }
}
