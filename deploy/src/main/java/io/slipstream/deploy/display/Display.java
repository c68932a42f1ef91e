package io.slipstream.deploy.display;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.LongSupplier;
import picocli.CommandLine.Help.Ansi;

/** Lines for people: on a terminal the last one moves, elsewhere it is repeated at an interval. Not thread-safe. */
public final class Display {
    private static final String ERASE_LINE = "\r\033[2K";
    private static final int DEFAULT_WIDTH = 100;
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final PrintStream out;
    private final boolean terminal;
    private final int width;
    private final LongSupplier nanos;
    private long lastStatus;

    /**
     * A display.
     *
     * @param terminal whether lines can be erased
     * @param width columns of the terminal
     * @param nanos monotonic time
     */
    public Display(PrintStream out, boolean terminal, int width, LongSupplier nanos) {
        this.out = out;
        this.terminal = terminal;
        this.width = width;
        this.nanos = nanos;
        this.lastStatus = nanos.getAsLong();
    }

    /** A display on standard output, which may be a terminal. */
    public static Display onStandardOutput() {
        return new Display(System.out, Ansi.AUTO.enabled(), terminalWidth(), System::nanoTime);
    }

    /** A line that stays. */
    public void line(String text) {
        out.println(terminal ? ERASE_LINE + text : text);
        out.flush();
    }

    /** How things stand now. */
    public void status(String text) {
        if (terminal) {
            out.print(ERASE_LINE + text.substring(0, Math.min(text.length(), width - 1)));
            out.flush();
        } else if (nanos.getAsLong() - lastStatus >= INTERVAL.toNanos()) {
            lastStatus = nanos.getAsLong();
            line(text);
        }
    }

    /** A time as clocks show it, {@code 1:12} or {@code 2:01:12}. */
    public static String clock(Duration time) {
        return time.toHours() > 0
                ? "%d:%02d:%02d".formatted(time.toHours(), time.toMinutesPart(), time.toSecondsPart())
                : "%d:%02d".formatted(time.toMinutes(), time.toSecondsPart());
    }

    /** What the launcher script says, if it says a number. */
    private static int terminalWidth() {
        String columns = System.getenv().getOrDefault("COLUMNS", "");
        return columns.matches("[1-9][0-9]{1,3}") ? Integer.parseInt(columns) : DEFAULT_WIDTH;
    }
}
