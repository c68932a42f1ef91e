package io.slipstream.ingest.gateway;

import io.slipstream.schemas.config.ConfigException;
import io.slipstream.schemas.config.ConfigLoader;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.ConnectionStatistics;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running gateway. Closing it lets the requests under way finish. */
final class Gateway implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Gateway.class);
    private static final Duration SWEEP = Duration.ofMillis(250);
    private static final Duration GLANCE = Duration.ofMillis(20);

    private final GatewayConfig config;
    private final Server server;
    private final ServerConnector connector;
    private final Service service;
    private final Uplink uplink;
    private final ScheduledExecutorService scheduler;

    private Gateway(
            GatewayConfig config,
            Server server,
            ServerConnector connector,
            Service service,
            Uplink uplink,
            ScheduledExecutorService scheduler) {
        this.config = config;
        this.server = server;
        this.connector = connector;
        this.service = service;
        this.uplink = uplink;
        this.scheduler = scheduler;
    }

    /**
     * Starts a gateway. It listens at once, and is ready when broker and registry are.
     *
     * @throws ConfigException if the file of senders has mistakes
     * @throws IOException if it cannot listen
     */
    static Gateway start(GatewayConfig config) throws ConfigException, IOException {
        LongSupplier nanos = System::nanoTime;
        Clock clock = Clock.systemUTC();
        Authentication authentication = new Authentication(senders(config), nanos);
        Server server = HttpServer.create();
        SilentConnections connections = new SilentConnections(config.upload().idleTimeout(), nanos);
        ServerConnector connector = HttpServer.listen(server, config, connections);
        Memory memory = new Memory(config.upload().inFlight().bytes());
        GatewayMetrics metrics = new GatewayMetrics();
        Uplink uplink = new Uplink(config, clock);
        ImagesEndpoint images = new ImagesEndpoint(
                config, authentication, uplink, memory, metrics, server.getThreadPool(), clock, nanos);
        Service service = new Service(images, uplink, metrics, connections, nanos);
        gauges(metrics, memory, connector, service);
        server.setHandler(service);
        ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(2, task -> {
            Thread thread = new Thread(task, "gateway-watch");
            thread.setDaemon(true);
            return thread;
        });
        scheduler.scheduleWithFixedDelay(connections::sweep, SWEEP.toMillis(), SWEEP.toMillis(), TimeUnit.MILLISECONDS);
        uplink.watch(scheduler);
        Gateway gateway = new Gateway(config, server, connector, service, uplink, scheduler);
        gateway.listen();
        return gateway;
    }

    private static List<SenderConfig> senders(GatewayConfig config) throws ConfigException {
        List<SenderConfig> senders = new ArrayList<>(config.senders());
        if (config.sendersFile().isPresent()) {
            senders.addAll(ConfigLoader.load(config.sendersFile().get(), SendersFile.class)
                    .senders());
        }
        if (senders.isEmpty()) {
            log.warn("No senders are configured: everyone on this machine may send, from every source");
        }
        return senders;
    }

    private static void gauges(GatewayMetrics metrics, Memory memory, ServerConnector connector, Service service) {
        ConnectionStatistics statistics = connector.getBean(ConnectionStatistics.class);
        metrics.gauge("slipstream_gateway_held_bytes", "Bytes held for requests.", memory::held);
        metrics.gauge("slipstream_gateway_requests_under_way", "Requests not answered yet.", service::underWay);
        metrics.gauge("slipstream_gateway_connections", "Open connections.", statistics::getConnections);
    }

    private void listen() throws IOException {
        try {
            server.start();
        } catch (IOException e) {
            close();
            throw new IOException("The gateway cannot listen on " + config.listen() + ": " + e.getMessage(), e);
        } catch (Exception e) {
            close();
            throw new IOException("The gateway cannot start: " + e.getMessage(), e);
        }
        log.atInfo()
                .addKeyValue("address", connector.getHost() + ":" + port())
                .addKeyValue("topic", config.topic())
                .log("The gateway listens");
    }

    /** The port it listens on. */
    int port() {
        return connector.getLocalPort();
    }

    /** Serves until it is asked to stop, then drains. */
    void serve(BooleanSupplier stopped) throws InterruptedException {
        while (!stopped.getAsBoolean()) {
            TimeUnit.MILLISECONDS.sleep(GLANCE.toMillis());
        }
        log.info("The gateway ends: requests under way may finish");
        service.enter(Service.Phase.ENDING);
        TimeUnit.NANOSECONDS.sleep(config.drain().notice().toNanos());
        service.enter(Service.Phase.CLOSED);
        long until = System.nanoTime() + config.drain().timeout().toNanos();
        while (service.underWay() > 0 && System.nanoTime() < until) {
            TimeUnit.MILLISECONDS.sleep(GLANCE.toMillis());
        }
        log.atInfo().addKeyValue("unanswered", service.underWay()).log("The gateway has drained");
    }

    @Override
    public void close() {
        service.enter(Service.Phase.CLOSED);
        try {
            server.stop();
        } catch (Exception e) {
            log.atWarn().setCause(e).log("The server did not stop in order");
        }
        scheduler.shutdownNow();
        uplink.close();
    }
}
