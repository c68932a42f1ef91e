package io.slipstream.evaluator.probe;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/** Writes small labelled probe sets for tests: every class has a colour of its own, with noise. */
public final class ProbeImages {

    private ProbeImages() {}

    /** A directory with one folder per colour, each with so many PNG files of 20 x 20 pixels. */
    public static Path write(Path dir, int perClass, Color... colours) throws IOException {
        SplittableRandom random = new SplittableRandom(3);
        for (int label = 0; label < colours.length; label++) {
            Path folder = Files.createDirectories(dir.resolve("class-" + label));
            for (int i = 0; i < perClass; i++) {
                BufferedImage image = new BufferedImage(20, 20, BufferedImage.TYPE_INT_RGB);
                Graphics2D canvas = image.createGraphics();
                canvas.setColor(colours[label]);
                canvas.fillRect(0, 0, 20, 20);
                canvas.setColor(new Color(random.nextInt(1 << 24)));
                canvas.fillRect(random.nextInt(14), random.nextInt(14), 6, 6);
                canvas.dispose();
                ImageIO.write(
                        image,
                        "png",
                        folder.resolve("image-%03d.png".formatted(i)).toFile());
            }
        }
        return dir;
    }
}
