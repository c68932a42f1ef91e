package io.slipstream.deploy.demo;

import io.slipstream.broker.LoopbackPort;
import io.slipstream.deploy.display.Display;
import io.slipstream.deploy.process.Installation;
import io.slipstream.deploy.standalone.Servers;
import java.io.IOException;
import java.time.Instant;

/**
 * What the services of the demo run on.
 *
 * @param plan the run, with the addresses that were chosen
 * @param servers started, not yet ready
 */
record Platform(DemoPlan plan, Servers servers) {

    /** Starts broker and registry side by side, on the preferred ports where these are free. */
    static Platform start(
            DemoOptions options, Installation installation, Instant startedAt, Children children, Display display)
            throws IOException {
        int port = choosePort("broker", options.port(), display);
        int registryPort = choosePort("registry", options.registryPort(), display);
        DemoPlan plan = new DemoPlan(options, startedAt, port, registryPort);
        display.line("starting broker %s and registry %s, data in %s"
                .formatted(plan.bootstrapServers(), plan.registry(), options.data()));
        Servers servers = Servers.start(installation, options.data(), plan.logs(), port, registryPort);
        children.add(servers.broker().process());
        children.add(servers.registry().process());
        return new Platform(plan, servers);
    }

    private static int choosePort(String server, int preferred, Display display) {
        int port = LoopbackPort.preferably(preferred);
        if (port != preferred) {
            display.line("port %d is taken, the %s uses %d".formatted(preferred, server, port));
        }
        return port;
    }
}
