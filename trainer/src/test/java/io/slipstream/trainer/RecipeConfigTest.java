package io.slipstream.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.trainer.method.MethodName;
import io.slipstream.trainer.recipe.Recipe;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecipeConfigTest {

    @ParameterizedTest
    @EnumSource
    void everyRecipeIsAConfigurationOfTheTrainer(Recipe recipe) throws Exception {
        TrainerConfig config = ConfigLoader.parse(recipe.text(), recipe.title(), TrainerConfig.class);
        assertThat(recipe.title()).startsWith(config.method().toString());
    }

    @Test
    void everyMethodHasARecipe() {
        Set<String> titles = Arrays.stream(Recipe.values()).map(Recipe::title).collect(Collectors.toSet());
        assertThat(titles)
                .containsAll(EnumSet.allOf(MethodName.class).stream()
                        .map(MethodName::toString)
                        .toList());
    }
}
