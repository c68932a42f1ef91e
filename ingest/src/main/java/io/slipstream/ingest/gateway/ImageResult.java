package io.slipstream.ingest.gateway;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipstream.client.Receipt;
import io.slipstream.schemas.record.DeadLetterReason;

/** What became of one image of a request. */
sealed interface ImageResult {

    /** As an entry of the answer's list. */
    ObjectNode json();

    /** The word for it in answers and metrics. */
    String status();

    /** It is on the topic. */
    record Published(String name, Receipt receipt) implements ImageResult {
        @Override
        public String status() {
            return "published";
        }

        @Override
        public ObjectNode json() {
            return place(entry(name, status()), receipt);
        }
    }

    /** It will be sent; nobody has acknowledged it. */
    record Queued(String name, String id) implements ImageResult {
        @Override
        public String status() {
            return "queued";
        }

        @Override
        public ObjectNode json() {
            return entry(name, status()).put("id", id);
        }
    }

    /** It is on the topic already, from a request before. */
    record Duplicate(String name, Receipt receipt) implements ImageResult {
        @Override
        public String status() {
            return "duplicate";
        }

        @Override
        public ObjectNode json() {
            return place(entry(name, status()), receipt);
        }
    }

    /** It will never be taken. */
    record Refused(String name, DeadLetterReason reason, String detail) implements ImageResult {
        @Override
        public String status() {
            return "refused";
        }

        @Override
        public ObjectNode json() {
            return entry(name, status()).put("reason", reason.name()).put("detail", detail);
        }
    }

    /** It is not known to be on the topic. */
    record Failed(String name, boolean worthAnotherTry, String detail) implements ImageResult {
        @Override
        public String status() {
            return "failed";
        }

        @Override
        public ObjectNode json() {
            return entry(name, status()).put("detail", detail);
        }
    }

    private static ObjectNode entry(String name, String status) {
        ObjectNode entry = JsonNodeFactory.instance.objectNode().put("status", status);
        return name.isEmpty() ? entry : entry.put("name", name);
    }

    private static ObjectNode place(ObjectNode entry, Receipt receipt) {
        return entry.put("id", receipt.id())
                .put("topic", receipt.topic())
                .put("partition", receipt.partition())
                .put("offset", receipt.offset());
    }
}
