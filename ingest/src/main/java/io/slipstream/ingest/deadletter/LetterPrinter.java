package io.slipstream.ingest.deadletter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipstream.schemas.record.DeadLetter;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows letters: a line of text or a JSON object each. What sources wrote is cleaned of control characters. */
record LetterPrinter(PrintWriter out, boolean json, ObjectMapper mapper) {

    private static final int LONGEST_MESSAGE = 120;

    void print(List<FoundLetter> letters) {
        if (!json) {
            row("LETTER", "TIME", "STAGE", "REASON", "BYTES", "SOURCE", "MESSAGE");
        }
        letters.forEach(this::print);
        out.flush();
    }

    private void print(FoundLetter found) {
        DeadLetter letter = found.letter();
        if (json) {
            out.println(jsonOf(found));
        } else {
            row(
                    shortCoordinates(found),
                    letter.getTime(),
                    clean(letter.getStage()),
                    letter.getReason(),
                    letter.getSize(),
                    clean(letter.getSource()),
                    shortened(clean(letter.getMessage())) + (found.replayOf() == null ? "" : " (a replay)"));
        }
    }

    private void row(Object... cells) {
        out.printf("%-12s  %-24s  %-9s  %-18s  %10s  %-20s  %s%n", cells);
    }

    private String jsonOf(FoundLetter found) {
        DeadLetter letter = found.letter();
        ObjectNode node = mapper.createObjectNode();
        node.put("letter", found.coordinates());
        node.put("time", letter.getTime().toString());
        node.put("stage", letter.getStage());
        node.put("reason", letter.getReason().name());
        node.put("source", letter.getSource());
        node.put("refused-at", found.refusedAt());
        node.put("size", letter.getSize());
        node.put("has-payload", letter.getPayload() != null);
        node.put("replay-of", found.replayOf());
        node.put("message", letter.getMessage());
        try {
            return mapper.writeValueAsString(node);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("writing a tree of texts and numbers", impossible);
        }
    }

    private static String shortCoordinates(FoundLetter found) {
        return found.partition().partition() + "@" + found.offset();
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_MESSAGE ? text : text.substring(0, LONGEST_MESSAGE) + "…";
    }

    private static String clean(@Nullable String text) {
        return text == null ? "" : text.replaceAll("\\p{Cntrl}", "?");
    }
}
