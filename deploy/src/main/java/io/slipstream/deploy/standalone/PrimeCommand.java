package io.slipstream.deploy.standalone;

import io.slipstream.broker.LoopbackPort;
import io.slipstream.deploy.process.ChildProcess;
import io.slipstream.deploy.process.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * {@code slipstream prime}: runs the broker and the registry once and keeps their loaded classes in class data archives,
 * which saves each later start about half its processor time.
 */
@Command(name = "prime", hidden = true, description = "Writes the class data archives of the installation.")
public final class PrimeCommand implements Callable<Integer> {
    private static final Duration DUMP_LIMIT = Duration.ofSeconds(90);

    @Override
    public Integer call() throws IOException, InterruptedException {
        Installation installation = Installation.current();
        Path archives = Files.createDirectories(installation.home().resolve("cds"));
        Path scratch = Files.createTempDirectory(archives, "prime");
        Path brokerArchive = scratch.resolve("broker.jsa");
        Path registryArchive = scratch.resolve("registry.jsa");
        int brokerPort = LoopbackPort.free();
        int registryPort = LoopbackPort.free();
        BrokerServer broker = BrokerServer.start(
                BrokerServer.command(scratch.resolve("broker"), brokerPort)
                        .with("-XX:ArchiveClassesAtExit=" + brokerArchive),
                brokerPort,
                scratch.resolve("broker.log"));
        RegistryServer registry = RegistryServer.start(
                RegistryServer.command(installation, scratch.resolve("registry"), registryPort)
                        .with("-XX:ArchiveClassesAtExit=" + registryArchive),
                registryPort,
                scratch.resolve("registry.log"));
        try (ChildProcess brokerProcess = broker.process();
                ChildProcess registryProcess = registry.process()) {
            broker.awaitReady();
            registry.awaitReady();
            brokerProcess.stop(DUMP_LIMIT);
            registryProcess.stop(DUMP_LIMIT);
        }
        Files.move(brokerArchive, installation.archive("broker"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(registryArchive, installation.archive("registry"), StandardCopyOption.REPLACE_EXISTING);
        return 0;
    }
}
