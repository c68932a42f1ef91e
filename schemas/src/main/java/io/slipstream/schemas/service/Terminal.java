package io.slipstream.schemas.service;

import java.io.Console;

/** Whether a person watches: progress bars are for terminals, log lines for everything else. */
public final class Terminal {

    private Terminal() {}

    /** True if standard input and output are a terminal. */
    @SuppressWarnings("SystemConsoleNull") // from Java 22 on there is always a console, and it says what it is
    public static boolean isInteractive() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true; // before Java 22 a console is a terminal
        }
    }
}
