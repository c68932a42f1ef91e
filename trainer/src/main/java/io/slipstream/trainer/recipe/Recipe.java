package io.slipstream.trainer.recipe;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A trainer configuration to start from, with every knob explained in its comments. */
public enum Recipe {
    BYOL("byol"),
    MOCO_V2("moco-v2"),
    MOCO_V3("moco-v3"),
    DINO("dino"),
    SIMSIAM("simsiam"),
    SIMCLR("simclr"),
    BYOL_RESNET50("byol-resnet50"),
    MOCO_V3_VIT_SMALL("moco-v3-vit-small"),
    DINO_VIT_SMALL("dino-vit-small");

    private final String title;

    Recipe(String title) {
        this.title = title;
    }

    /** The name users call it by. */
    public String title() {
        return title;
    }

    /** The recipe of a name, if there is one. */
    public static Optional<Recipe> named(String name) {
        return Arrays.stream(values())
                .filter(recipe -> recipe.title.equals(name))
                .findFirst();
    }

    /** All names, in the order of the list. */
    public static List<String> names() {
        return Arrays.stream(values()).map(Recipe::title).toList();
    }

    /** What it is for, in one line: the first line of the file. */
    public String summary() {
        return text().lines().findFirst().orElse("").replaceFirst("^# *", "");
    }

    /** The file: YAML for {@code slipstream train --config}. */
    public String text() {
        String file = title + ".yaml";
        try (InputStream resource = Recipe.class.getResourceAsStream(file)) {
            if (resource == null) {
                throw new IllegalStateException("the recipe " + file + " is missing from the trainer's jar");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("could not read the recipe " + file, e);
        }
    }
}
