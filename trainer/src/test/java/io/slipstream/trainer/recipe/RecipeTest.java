package io.slipstream.trainer.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

class RecipeTest {

    @ParameterizedTest
    @EnumSource
    void everyRecipeSaysWhatItIsForAndNamesItsPaper(Recipe recipe) {
        assertThat(recipe.summary()).hasSizeBetween(30, 130);
        assertThat(recipe.text()).contains("arXiv:");
    }

    @Test
    void theListHasALineForEveryRecipe() {
        assertThat(printed()).contains(Recipe.names()).hasLineCount(Recipe.values().length);
    }

    @Test
    void theOneThatIsNamedIsPrintedAsItIs() {
        assertThat(printed("dino")).isEqualTo(Recipe.DINO.text());
    }

    @Test
    void anUnknownNameIsWrongUsageAndTheKnownOnesAreListed() {
        StringWriter errors = new StringWriter();
        int code = new CommandLine(new RecipesCommand())
                .setErr(new PrintWriter(errors))
                .execute("barlow");
        assertThat(code).isEqualTo(2);
        assertThat(errors.toString()).contains("found 'barlow'").contains(Recipe.names());
    }

    private static String printed(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            assertThat(new CommandLine(new RecipesCommand()).execute(arguments)).isZero();
        } finally {
            System.setOut(before);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
