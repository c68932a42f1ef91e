package io.slipstream.trainer.recipe;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code slipstream recipes}: lists the recipes, or prints one. */
@Command(
        name = "recipes",
        mixinStandardHelpOptions = true,
        description = {
            "Lists trainer configurations to start from, or prints the one named.",
            "slipstream recipes dino > trainer.yaml; slipstream train --config trainer.yaml"
        })
public final class RecipesCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "RECIPE", description = "The recipe to print.")
    private @Nullable String name;

    @Override
    public Integer call() {
        if (name == null) {
            for (Recipe recipe : Recipe.values()) {
                System.out.printf("%-18s  %s%n", recipe.title(), recipe.summary());
            }
            return 0;
        }
        Optional<Recipe> recipe = Recipe.named(name);
        if (recipe.isEmpty() && spec != null) {
            throw new ParameterException(
                    spec.commandLine(), "RECIPE: found '" + name + "', allowed: " + String.join(", ", Recipe.names()));
        }
        recipe.ifPresent(found -> System.out.print(found.text()));
        return 0;
    }
}
