package io.slipstream.trainer.lineage;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.producer.Producer;

/** A producer that is held up at the worst moment: all records are with the broker, the commit is not. */
final class Interposed {

    private Interposed() {}

    /**
     * Wraps a producer.
     *
     * @param beforeCommit what happens before each call of commitTransaction, on the thread that commits
     */
    @SuppressWarnings("unchecked") // the proxy implements Producer only, whatever its types
    static Producer<String, byte[]> producer(Producer<String, byte[]> real, Callable<?> beforeCommit) {
        return (Producer<String, byte[]>) Proxy.newProxyInstance(
                Interposed.class.getClassLoader(), new Class<?>[] {Producer.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("commitTransaction")) {
                        real.flush();
                        beforeCommit.call();
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
