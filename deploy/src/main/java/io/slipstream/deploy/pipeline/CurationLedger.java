package io.slipstream.deploy.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an instance of curation says of the partitions it has, all together.
 *
 * @param partitions it has
 * @param read records read
 * @param forwarded records that went on
 * @param deadLettered records refused, by reason
 * @param dropped records kept back, by policy
 * @param balanced whether it says of every partition that its counts add up
 */
public record CurationLedger(
        int partitions,
        long read,
        long forwarded,
        Map<String, Long> deadLettered,
        Map<String, Long> dropped,
        boolean balanced) {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    /** Of an instance; empty while it does not answer, or its partitions move. */
    public static Optional<CurationLedger> at(URI instance) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(instance.resolve("/v1/curation"))
                .timeout(PATIENCE)
                .build();
        try {
            HttpResponse<String> answer = CLIENT.send(request, BodyHandlers.ofString());
            return answer.statusCode() == 200 ? Optional.of(of(JSON.readTree(answer.body()))) : Optional.empty();
        } catch (IOException notNow) {
            return Optional.empty();
        }
    }

    /** Of several instances together. */
    public static CurationLedger sum(Collection<CurationLedger> ledgers) {
        CurationLedger sum = new CurationLedger(0, 0, 0, Map.of(), Map.of(), true);
        for (CurationLedger ledger : ledgers) {
            sum = sum.plus(ledger);
        }
        return sum;
    }

    private CurationLedger plus(CurationLedger other) {
        return new CurationLedger(
                partitions + other.partitions,
                read + other.read,
                forwarded + other.forwarded,
                sum(deadLettered, other.deadLettered),
                sum(dropped, other.dropped),
                balanced && other.balanced);
    }

    /** Records refused, whatever the reason. */
    public long refused() {
        return total(deadLettered);
    }

    /** Whether every record read is accounted for. */
    public boolean addsUp() {
        return balanced && read == forwarded + total(deadLettered) + total(dropped);
    }

    private static CurationLedger of(JsonNode report) {
        long read = 0;
        long forwarded = 0;
        Map<String, Long> deadLettered = Map.of();
        Map<String, Long> dropped = Map.of();
        for (JsonNode partition : report.path("partitions")) {
            read += partition.path("read").asLong();
            forwarded += partition.path("forwarded").asLong();
            deadLettered = sum(deadLettered, counts(partition.path("dead-lettered")));
            dropped = sum(dropped, counts(partition.path("dropped")));
        }
        return new CurationLedger(
                report.path("partitions").size(),
                read,
                forwarded,
                deadLettered,
                dropped,
                report.path("balanced").asBoolean());
    }

    private static Map<String, Long> counts(JsonNode node) {
        Map<String, Long> counts = new TreeMap<>();
        node.properties()
                .forEach(field -> counts.put(field.getKey(), field.getValue().asLong()));
        return counts;
    }

    private static Map<String, Long> sum(Map<String, Long> one, Map<String, Long> other) {
        Map<String, Long> sum = new TreeMap<>(one);
        other.forEach((name, count) -> sum.merge(name, count, Long::sum));
        return sum;
    }

    private static long total(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
