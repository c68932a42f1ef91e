package io.slipstream.trainer.optim;

import io.slipstream.trainer.script.ScriptModule;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the TorchScript program of one optimizer step over all groups of parameters.
 *
 * <p>{@code update(hyper, params0, grads0, memories of group 0…, params1, …)} returns the norm of the gradients;
 * {@code hyper} holds the learning rate, then 1 per group that moves and 0 per group that is frozen. Constants of the run
 * are literals. Every list is an argument of its own: a slice of a list is a new list to TorchScript, and an update of
 * its tensors looks like dead code, which it removes.
 */
final class UpdateProgram {

    private static final String NORMS = """
            def norms(self, grads: List[Tensor], moves: bool) -> Tensor:
              norms = torch.stack(torch._foreach_norm(grads))
              if moves:
                counted = norms
              else:
                counted = torch.zeros_like(norms)
              return counted
            """;

    private UpdateProgram() {}

    static ScriptModule of(OptimizerConfig config, UpdateRule rule, List<ParameterGroup.Traits> groups) {
        StringBuilder update = new StringBuilder("def update(self, hyper: Tensor");
        for (int i = 0; i < groups.size(); i++) {
            lists(rule, "" + i).forEach(list -> update.append(", ").append(list).append(": List[Tensor]"));
        }
        update.append(") -> Tensor:\n");
        // One copy to the host, where reading a number of it waits for no device.
        line(update, 1, "host = torch.cpu(hyper)");
        line(update, 1, "rate = float(host[0])");
        for (int i = 0; i < groups.size(); i++) {
            line(update, 1, "moves" + i + " = torch.gt(float(host[" + (i + 1) + "]), 0.)");
            line(update, 1, "norms" + i + " = (self).norms(grads" + i + ", moves" + i + ")");
        }
        line(update, 1, "norm = torch.linalg_vector_norm(torch.cat([" + numbered("norms", groups.size()) + "]))");
        for (int i = 0; i < groups.size(); i++) {
            group(update, config, rule, groups.get(i), i);
        }
        line(update, 1, "return norm");
        return ScriptModule.named("Update")
                .method(NORMS)
                .method(move(rule))
                .method(update.toString())
                .build();
    }

    private static void group(
            StringBuilder update, OptimizerConfig config, UpdateRule rule, ParameterGroup.Traits traits, int i) {
        double decay = traits.matrices() || config.decayNormsAndBiases() ? config.weightDecay() : 0;
        line(update, 1, "if moves" + i + ":");
        switch (config.clip()) {
            case NONE -> {}
            case GLOBAL -> line(update, 2, "torch._foreach_mul_(grads" + i + ", " + factor(config, "norm") + ")");
            case PER_TENSOR ->
                line(
                        update,
                        2,
                        "torch._foreach_mul_(grads" + i + ", torch.unbind(" + factor(config, "norms" + i) + "))");
        }
        String arguments = Stream.concat(
                        Stream.of("torch.mul(rate, " + traits.rateScale() + ")", "" + decay, python(traits.matrices())),
                        lists(rule, "" + i))
                .collect(Collectors.joining(", "));
        line(update, 2, "moved" + i + " = (self).move(" + arguments + ")");
        line(update, 1, "else:");
        line(update, 2, "pass");
        line(update, 1, "torch._foreach_zero_(grads" + i + ")");
    }

    /** What a gradient is multiplied by so that its norm is at most the limit; 1 where it is. */
    private static String factor(OptimizerConfig config, String norm) {
        return "torch.clamp_max(torch.mul(torch.reciprocal(torch.add(" + norm + ", 1e-6)), " + config.clipNorm()
                + "), 1.)";
    }

    private static String move(UpdateRule rule) {
        return "def move(self, rate: float, decay: float, matrices: bool, "
                + lists(rule, "").map(list -> list + ": List[Tensor]").collect(Collectors.joining(", "))
                + ") -> Tensor:\n" + rule.statements().indent(2) + "  return params[0]\n";
    }

    private static Stream<String> lists(UpdateRule rule, String suffix) {
        return Stream.concat(
                        Stream.of("params", "grads"), rule.memories().stream().map(UpdateRule.Memory::name))
                .map(list -> list + suffix);
    }

    private static String numbered(String name, int count) {
        return Stream.iterate(0, i -> i + 1).limit(count).map(i -> name + i).collect(Collectors.joining(", "));
    }

    private static String python(boolean value) {
        return value ? "True" : "False";
    }

    private static void line(StringBuilder update, int depth, String statement) {
        update.append("  ".repeat(depth)).append(statement).append('\n');
    }
}
