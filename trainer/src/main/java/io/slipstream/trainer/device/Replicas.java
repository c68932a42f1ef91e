package io.slipstream.trainer.device;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.slipstream.trainer.engine.Arguments;
import io.slipstream.trainer.engine.Gradients;
import io.slipstream.trainer.engine.Program;
import io.slipstream.trainer.script.ScriptModule;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Copies of one program, one per device, that compute a batch together and learn as one.
 *
 * <p>Each replica takes an equal share of the batch, in order; outputs are joined on the first device, where loss,
 * heads and optimizer see the whole batch. Gradients of the replicas are summed there, which for a loss of the joined
 * batch is the gradient of one replica on all of it. What a replica normalizes over is its own share: with batch norm
 * the result depends on the number of replicas, as in every data-parallel training without synchronized statistics; with
 * layer or group norm it does not. Not thread-safe.
 */
public final class Replicas {

    private static final int SMALLEST_SHARE = 2; // batch norm needs two images

    private static final ScriptModule MODULE = ScriptModule.named("Replicas")
            .method("""
                    def add(self, into: List[Tensor], other: List[Tensor]) -> Tensor:
                      torch._foreach_add_(into, other)
                      return into[0]
                    """)
            .method("""
                    def clear(self, tensors: List[Tensor]) -> Tensor:
                      torch._foreach_zero_(tensors)
                      return tensors[0]
                    """)
            .method("""
                    def move(self, weight: Tensor, into: List[Tensor], other: List[Tensor]) -> Tensor:
                      torch._foreach_lerp_(into, other, float(weight))
                      return weight
                    """)
            .method("""
                    def copy(self, into: List[Tensor], other: List[Tensor]) -> Tensor:
                      torch._foreach_copy_(into, other)
                      return into[0]
                    """)
            .build();

    private final Devices devices;
    private final List<Program> programs;
    private final Program exchange;

    private Replicas(Devices devices, List<Program> programs, Program exchange) {
        this.devices = devices;
        this.programs = programs;
        this.exchange = exchange;
    }

    /**
     * Loads one program on every device.
     *
     * @param loader loads the program into a manager, always with the same weights
     * @param manager owner of everything loaded
     */
    public static Replicas load(Function<NDManager, Program> loader, Devices devices, NDManager manager) {
        List<Program> programs = new ArrayList<>();
        for (Device device : devices.all()) {
            programs.add(loader.apply(device.equals(manager.getDevice()) ? manager : manager.newSubManager(device)));
        }
        return new Replicas(devices, programs, Program.load(MODULE, manager));
    }

    /** The program on the first device: its weights are the ones that count. */
    public Program first() {
        return programs.get(0);
    }

    /** The programs, one per device. */
    public List<Program> all() {
        return List.copyOf(programs);
    }

    /**
     * Calls a method of one tensor on a batch.
     *
     * @param batch {@code [batch, …]} on the first device
     * @return the method's output for the whole batch, on the first device, in the manager of {@code batch}
     */
    public NDArray call(String method, NDArray batch) {
        NDManager scope = batch.getManager();
        long size = batch.getShape().get(0);
        int shares = (int) Math.max(1, Math.min(programs.size(), size / SMALLEST_SHARE));
        if (shares == 1) {
            return first().call(method, scope, batch).singletonOrThrow();
        }
        long[] cuts = new long[shares - 1];
        for (int i = 0; i < cuts.length; i++) {
            cuts[i] = size * (i + 1) / shares;
        }
        NDList outputs = new NDList(shares);
        NDList parts = batch.split(cuts, 0);
        for (int i = 0; i < shares; i++) {
            NDArray part = parts.get(i).toDevice(devices.all().get(i), false);
            NDArray output = programs.get(i).call(method, scope, part).singletonOrThrow();
            outputs.add(output.toDevice(devices.first(), false));
        }
        return NDArrays.concat(outputs, 0);
    }

    /** Adds the gradients of all replicas to those of the first, and clears theirs. */
    public void gatherGradients(NDManager scope) {
        if (others().isEmpty()) {
            return;
        }
        List<NDArray> sums = Gradients.of(first().parameters(), scope);
        for (Program replica : others()) {
            List<NDArray> gradients = Gradients.of(replica.parameters(), scope);
            exchange.call("add", scope, Arguments.of().list(sums).list(onFirst(gradients)));
            exchange.call("clear", scope, Arguments.of().list(gradients));
        }
    }

    /** Gives every replica the weights of the first, and all of them the mean of their batch statistics. */
    public void agree(NDManager scope) {
        averageStatistics(scope);
        share(scope);
    }

    private void averageStatistics(NDManager scope) {
        int counted = 1;
        for (Program replica : others()) {
            counted++;
            if (!replica.buffers().isEmpty()) {
                exchange.call(
                        "move",
                        scope,
                        Arguments.of(scope.create(1.0 / counted))
                                .list(first().buffers())
                                .list(onFirst(replica.buffers())));
            }
        }
    }

    /** Gives every replica all tensors of the first. */
    public void share(NDManager scope) {
        for (Program replica : others()) {
            exchange.call(
                    "copy", scope, Arguments.of().list(replica.parameters()).list(first().parameters()));
            if (!replica.buffers().isEmpty()) {
                exchange.call(
                        "copy", scope, Arguments.of().list(replica.buffers()).list(first().buffers()));
            }
        }
    }

    private List<Program> others() {
        return programs.subList(1, programs.size());
    }

    private List<NDArray> onFirst(List<NDArray> arrays) {
        return arrays.stream()
                .map(array -> array.toDevice(devices.first(), false))
                .toList();
    }
}
