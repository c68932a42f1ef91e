package io.slipstream.ingest.fuzz;

import io.slipstream.ingest.fuzz.ImageCheck.Result;
import io.slipstream.schemas.image.ImageLimits;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** Checks a row of cases in this process. */
final class CheckRun {

    /** What decoding may take beside what grows with the image. */
    private static final long SPARE = 64L << 20;

    /** The decoder of lossy WebP takes the most, 19; pixels of 16 bits and alpha take 12. */
    private static final long BYTES_PER_PIXEL = 20;

    private final ImageLimits limits;
    private final Duration hang;

    CheckRun(ImageLimits limits, Duration hang) {
        this.limits = limits;
        this.hang = hang;
    }

    /** Runs, prints the report, and tells whether every image was accepted or refused within bounds. */
    boolean run(FuzzCases cases, int count, PrintWriter console) throws InterruptedException {
        CheckReport report = new CheckReport();
        long allowed = SPARE + BYTES_PER_PIXEL * limits.maxPixels();
        warmUp(cases);
        Memory before = Memory.now();
        try (ImageCheck check = new ImageCheck(limits, hang);
                FuzzProgress progress = new FuzzProgress(count)) {
            for (int number = 0; number < count; number++) {
                FuzzCase image = cases.at(number);
                Result result = check.check(image.bytes());
                report.add(image, result);
                if (result.allocated() > allowed) {
                    report.fail(String.format(
                            Locale.ROOT,
                            "%s: expected at most %,d bytes allocated, found %,d",
                            image.name(),
                            allowed,
                            result.allocated()));
                }
                progress.update(number + 1);
            }
        }
        Memory after = Memory.now();
        if (after.heap() - before.heap() > SPARE) {
            report.fail(String.format(Locale.ROOT, "the heap grew from %,d to %,d bytes", before.heap(), after.heap()));
        }
        console.print(report.text(before, after));
        return report.isSound();
    }

    /** Makes what is made once, bombs and decoders, so that only growth is growth. */
    private void warmUp(FuzzCases cases) throws InterruptedException {
        for (Bomb bomb : Bomb.values()) {
            bomb.seed();
        }
        try (ImageCheck check = new ImageCheck(limits, hang)) {
            for (int number = 0; number < 100; number++) {
                check.check(cases.at(number).bytes());
            }
        }
    }
}
