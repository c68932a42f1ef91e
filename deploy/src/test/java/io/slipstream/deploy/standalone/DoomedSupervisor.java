package io.slipstream.deploy.standalone;

import io.slipstream.broker.LoopbackPort;
import io.slipstream.deploy.process.Installation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.CountDownLatch;

/** A process that starts a broker and a registry, writes their process ids to a file, and waits to be killed. */
final class DoomedSupervisor {
    private DoomedSupervisor() {}

    /** Takes what a launcher takes: the watch on the parent, then the directory to use. */
    public static void main(String[] args) throws Exception {
        Path directory = Path.of(args[2]);
        BrokerServer broker = BrokerServer.start(
                Installation.current(),
                directory.resolve("broker"),
                LoopbackPort.free(),
                directory.resolve("broker.log"));
        RegistryServer registry = RegistryServer.start(
                Installation.current(),
                directory.resolve("registry"),
                LoopbackPort.free(),
                directory.resolve("registry.log"));
        broker.awaitReady();
        registry.awaitReady();
        Path unfinished = directory.resolve("pids.unfinished");
        Files.writeString(
                unfinished, broker.process().pid() + "\n" + registry.process().pid() + "\n");
        Files.move(unfinished, directory.resolve("pids"), StandardCopyOption.ATOMIC_MOVE);
        new CountDownLatch(1).await();
    }
}
