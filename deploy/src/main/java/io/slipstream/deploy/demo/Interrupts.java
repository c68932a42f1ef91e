package io.slipstream.deploy.demo;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;

/**
 * The signals that ask this process to end, delivered to an action instead of ending it.
 *
 * <p>A shutdown hook would not do: it runs once, so a second Ctrl-C could not be told from the first, and it cannot
 * choose the exit status. The JDK's signal API is exported but not a supported one, hence by reflection: where it is
 * missing or a signal is already taken (a process started in the background ignores SIGINT), signals keep their meaning.
 */
final class Interrupts {
    private static final List<String> SIGNALS = List.of("INT", "TERM", "HUP");

    private Interrupts() {}

    /** Runs the action at every signal. */
    static void deliverTo(Runnable action) {
        for (String signal : SIGNALS) {
            try {
                handle(signal, action);
            } catch (InvocationTargetException taken) {
                if (!(taken.getCause() instanceof IllegalArgumentException)) {
                    throw new IllegalStateException("Signal " + signal + " cannot be handled", taken);
                }
            } catch (ReflectiveOperationException noSuchApi) {
                return;
            }
        }
    }

    private static void handle(String name, Runnable action) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        Object delivery = Proxy.newProxyInstance(
                Interrupts.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                    action.run();
                    return null;
                });
        signal.getMethod("handle", signal, handler)
                .invoke(null, signal.getConstructor(String.class).newInstance(name), delivery);
    }
}
