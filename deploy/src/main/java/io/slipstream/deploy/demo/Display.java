package io.slipstream.deploy.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Lines for people: on a terminal the last one moves, elsewhere it is repeated at an interval. Not thread-safe. */
final class Display {
    private static final String ERASE_LINE = "\r\033[2K";
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final PrintStream out;
    private final boolean terminal;
    private final int width;
    private final LongSupplier nanos;
    private long lastStatus;

    Display(PrintStream out, boolean terminal, int width, LongSupplier nanos) {
        this.out = out;
        this.terminal = terminal;
        this.width = width;
        this.nanos = nanos;
        this.lastStatus = nanos.getAsLong();
    }

    /** A line that stays. */
    void line(String text) {
        out.println(terminal ? ERASE_LINE + text : text);
        out.flush();
    }

    /** How things stand now. */
    void status(String text) {
        if (terminal) {
            out.print(ERASE_LINE + text.substring(0, Math.min(text.length(), width - 1)));
            out.flush();
        } else if (nanos.getAsLong() - lastStatus >= INTERVAL.toNanos()) {
            lastStatus = nanos.getAsLong();
            line(text);
        }
    }
}
