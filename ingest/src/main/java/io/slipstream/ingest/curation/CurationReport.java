package io.slipstream.ingest.curation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** The ledgers of an instance as JSON. */
record CurationReport(String application, ObjectMapper mapper) {

    /** @param state of Kafka Streams */
    byte[] json(String state, List<PartitionLedger> ledgers) throws JsonProcessingException {
        ObjectNode root = mapper.createObjectNode();
        root.put("application", application);
        root.put("state", state);
        root.put("balanced", ledgers.stream().allMatch(PartitionLedger::isBalanced));
        ledgers.forEach(ledger -> add(ledger, root.withArray("partitions").addObject()));
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    }

    private static void add(PartitionLedger ledger, ObjectNode node) {
        node.put("partition", ledger.partition());
        node.put("first-offset", ledger.firstOffset());
        node.put("next-offset", ledger.nextOffset());
        node.put("read", ledger.read());
        node.put("forwarded", ledger.forwarded());
        add(ledger.deadLettered(), node.putObject("dead-lettered"));
        add(ledger.dropped(), node.putObject("dropped"));
        node.put("balanced", ledger.isBalanced());
    }

    private static void add(Map<String, Long> counts, ObjectNode node) {
        counts.forEach(node::put);
    }
}
