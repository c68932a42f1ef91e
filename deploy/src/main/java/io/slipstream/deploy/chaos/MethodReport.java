package io.slipstream.deploy.chaos;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.slipstream.schemas.record.TrainingCheckpoint;
import io.slipstream.trainer.method.MethodName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;

/**
 * What came out for one method.
 *
 * @param method the method
 * @param passed whether all checks hold
 * @param kills the kills that were made
 * @param models the undisturbed model, the killed one and the cold one
 * @param checks what had to hold, and where it does not
 */
@JsonPropertyOrder({"method", "passed", "kills", "models", "checks"})
record MethodReport(String method, boolean passed, List<KillRow> kills, List<ModelRow> models, List<Check> checks) {

    /** A kill: {@code millis} after the {@code occurrence}-th line {@code after} in the log of that trainer. */
    record KillRow(int trainer, String after, int occurrence, double millis, int checkpoints) {
        static KillRow of(Kill kill) {
            KillPoint point = kill.point();
            return new KillRow(
                    kill.trainer(),
                    point.mark().toString(),
                    point.occurrence(),
                    point.delay().toNanos() / 1e6,
                    kill.checkpoints());
        }
    }

    /** What a model ended with; step 0 and nothing else where it has no checkpoint. */
    record ModelRow(
            String model,
            long trainers,
            int checkpoints,
            int snapshots,
            int deadLetters,
            long step,
            long imagesSeen,
            Map<String, String> stateHashes,
            List<Map<String, Object>> ledger) {

        static ModelRow of(Evidence evidence) {
            TrainingCheckpoint last = evidence.last().orElseGet(TrainingCheckpoint::new);
            return new ModelRow(
                    evidence.model(),
                    evidence.claims(),
                    evidence.checkpoints().size(),
                    evidence.snapshots().size(),
                    evidence.deadLetters().size(),
                    last.getStep(),
                    last.getImagesSeen(),
                    evidence.last().map(TrainingCheckpoint::getStateHashes).orElse(Map.of()),
                    evidence.last().map(TrainingCheckpoint::getLedger).orElse(List.of()).stream()
                            .map(MethodReport::fields)
                            .toList());
        }
    }

    static MethodReport of(MethodName method, List<Kill> kills, List<Evidence> models, List<Check> checks) {
        return new MethodReport(
                method.toString(),
                checks.stream().allMatch(Check::holds),
                kills.stream().map(KillRow::of).toList(),
                models.stream().map(ModelRow::of).toList(),
                checks);
    }

    /** The report of a trial that did not come to its end. */
    static MethodReport failed(MethodName method, String reason) {
        Check check = new Check("every trainer that is not killed ends in order", List.of(reason));
        return new MethodReport(method.toString(), false, List.of(), List.of(), List.of(check));
    }

    private static Map<String, Object> fields(IndexedRecord record) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (Schema.Field field : record.getSchema().getFields()) {
            fields.put(field.name(), record.get(field.pos()));
        }
        return fields;
    }
}
