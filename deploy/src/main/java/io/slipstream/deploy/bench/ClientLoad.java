package io.slipstream.deploy.bench;

import io.slipstream.client.ImageProducer;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The program that a turn of the producer client runs: sends so many images and says how many per second were
 * acknowledged. The registry is one in memory, asked once before the clock starts.
 */
final class ClientLoad {

    private ClientLoad() {}

    /**
     * Sends and reports.
     *
     * @param arguments brokers, topic, bytes of an image, images, images before the clock starts, producer settings
     */
    public static void main(String[] arguments) {
        Map<String, String> kafka = new HashMap<>(Map.of("bootstrap.servers", arguments[0]));
        for (String setting : List.of(arguments).subList(5, arguments.length)) {
            kafka.put(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
        }
        List<byte[]> images = TestImage.several(Integer.parseInt(arguments[2]));
        long count = Long.parseLong(arguments[3]);
        try (ImageProducer producer =
                ImageProducer.builder(kafka, "mock://bench").topic(arguments[1]).connect()) {
            send(producer, images, Long.parseLong(arguments[4]));
            long started = System.nanoTime();
            send(producer, images, count);
            double seconds = (System.nanoTime() - started) / 1e9;
            System.out.printf(Locale.ROOT, "%d records sent, %.1f records/sec%n", count, count / seconds);
        }
    }

    private static void send(ImageProducer producer, List<byte[]> images, long count) {
        AtomicLong failed = new AtomicLong();
        Instant now = Instant.now();
        for (long i = 0; i < count; i++) {
            byte[] image = images.get((int) (i % images.size()));
            producer.send(image, "bench", now, Map.of()).whenComplete((receipt, failure) -> {
                if (failure != null) {
                    failed.incrementAndGet();
                }
            });
        }
        producer.flush();
        if (failed.get() > 0) {
            throw new IllegalStateException(
                    "expected every image to be acknowledged, found " + failed + " of " + count + " that were not");
        }
    }
}
