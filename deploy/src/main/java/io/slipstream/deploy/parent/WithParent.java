package io.slipstream.deploy.parent;

import java.util.Arrays;

/** Runs another main class that stops when the parent process is gone: {@code WithParent <parent pid> <main class> <arguments>}. */
public final class WithParent {
    private WithParent() {}

    /** Starts the watch, then calls the main method of the class named by the second argument. */
    public static void main(String[] args) throws ReflectiveOperationException {
        ParentWatch.start(Long.parseLong(args[0]));
        String[] rest = Arrays.copyOfRange(args, 2, args.length);
        Class.forName(args[1]).getMethod("main", String[].class).invoke(null, (Object) rest);
    }
}
