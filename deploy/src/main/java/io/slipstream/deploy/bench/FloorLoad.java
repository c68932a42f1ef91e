package io.slipstream.deploy.bench;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * What no client that gives every image its hash can beat: Kafka's producer sends records as large as the producer
 * client's, made beforehand, and each is hashed. No header is read, no record written, no future made.
 */
final class FloorLoad {

    /** What the client's record has beside the image: schema, id, source, time, type, size. */
    private static final int RECORD = 104;

    private FloorLoad() {}

    /**
     * Sends and reports.
     *
     * @param arguments as of {@link ClientLoad}
     */
    public static void main(String[] arguments) throws NoSuchAlgorithmException {
        Map<String, Object> settings =
                new HashMap<>(Map.of("bootstrap.servers", arguments[0], "acks", "all", "enable.idempotence", "true"));
        for (String setting : List.of(arguments).subList(5, arguments.length)) {
            settings.put(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
        }
        int payload = Integer.parseInt(arguments[2]);
        List<byte[]> images = TestImage.several(payload + RECORD);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        long count = Long.parseLong(arguments[3]);
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            send(producer, arguments[1], digest, images, payload, Long.parseLong(arguments[4]));
            long started = System.nanoTime();
            send(producer, arguments[1], digest, images, payload, count);
            double seconds = (System.nanoTime() - started) / 1e9;
            System.out.printf(Locale.ROOT, "%d records sent, %.1f records/sec%n", count, count / seconds);
        }
    }

    private static void send(
            KafkaProducer<String, byte[]> producer,
            String topic,
            MessageDigest digest,
            List<byte[]> images,
            int payload,
            long count) {
        AtomicLong failed = new AtomicLong();
        int unlike = 0;
        for (long i = 0; i < count; i++) {
            byte[] image = images.get((int) (i % images.size()));
            digest.update(image, 0, payload);
            unlike |= digest.digest()[0];
            producer.send(new ProducerRecord<>(topic, "bench", image), (metadata, problem) -> {
                if (problem != null) {
                    failed.incrementAndGet();
                }
            });
        }
        producer.flush();
        if (failed.get() > 0 || unlike == 0) {
            throw new IllegalStateException("expected every record to be hashed and acknowledged, found " + failed
                    + " of " + count + " that were not");
        }
    }
}
