package io.slipstream.deploy.bench.continual;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ProtocolTest {

    private static final int CLASSES = 10;
    private static final int PER_CLASS = 16;

    private final IdentityHashMap<byte[], String> labels = new IdentityHashMap<>();
    private final LabelledImages images = images();

    @Test
    void aClassIncrementalStreamShowsEachClassInOneTaskAndEachImageOnce() throws Exception {
        List<Task> tasks = Protocol.SPLIT_CIFAR10.stream(images, CLASSES * PER_CLASS, 8, new Random(1));

        assertThat(tasks).hasSize(5).allSatisfy(task -> {
            assertThat(task.classes()).hasSize(2);
            assertThat(shown(task)).containsExactlyInAnyOrderElementsOf(task.classes());
            assertThat(task.images()).hasSize(2 * PER_CLASS).doesNotHaveDuplicates();
        });
        assertThat(tasks.stream().flatMap(task -> task.classes().stream()).distinct())
                .hasSize(CLASSES);
    }

    @Test
    void theOrderOfClassesFollowsFromTheSeed() throws Exception {
        assertThat(names(7)).isEqualTo(names(7)).isNotEqualTo(names(8));
    }

    @Test
    void aCorrelatedStreamShowsAnImageSeveralTimesInARowSortedByClass() throws Exception {
        Task task = Protocol.CORRELATED.stream(images, CLASSES * PER_CLASS, 8, new Random(1))
                .get(0);

        List<byte[]> stream = task.images();
        for (int i = 0; i < stream.size(); i++) {
            assertThat(stream.get(i)).isSameAs(stream.get(i - i % 8));
        }
        long changesOfClass = 0;
        for (int i = 1; i < stream.size(); i++) {
            changesOfClass += classOf(stream.get(i)).equals(classOf(stream.get(i - 1))) ? 0 : 1;
        }
        assertThat(changesOfClass).isEqualTo(1);
        assertThat(stream).hasSize(2 * PER_CLASS);
    }

    @Test
    void aMixedStreamShowsAllClassesAllTheTime() throws Exception {
        assertThat(Protocol.IID.stream(images, CLASSES * PER_CLASS, 8, new Random(1)))
                .hasSize(5)
                .allSatisfy(task -> assertThat(shown(task).size()).isGreaterThan(CLASSES / 2));
    }

    @Test
    void domainsDifferInTheirLookAndNotInTheirClasses() throws Exception {
        List<Task> tasks = Protocol.DOMAIN.stream(images, CLASSES * PER_CLASS, 8, new Random(1));

        assertThat(tasks.stream().map(Task::look)).containsExactly(Look.values());
        assertThat(tasks).allSatisfy(task -> assertThat(task.classes()).hasSize(CLASSES));
    }

    @Test
    void looksChangePixels() {
        BufferedImage gray = new BufferedImage(4, 4, BufferedImage.TYPE_3BYTE_BGR);
        gray.setRGB(1, 1, 0xc8c8c8);

        assertThat(Look.PLAIN.seen(gray).getRGB(1, 1) & 0xffffff).isEqualTo(0xc8c8c8);
        assertThat(Look.DIM.seen(gray).getRGB(1, 1) & 0xffffff).isEqualTo(0x323232);
        assertThat(Look.WARM.seen(gray).getRGB(1, 1) & 0xffffff).isEqualTo(0xc8a064);
        assertThat(Look.INVERTED.seen(gray).getRGB(1, 1) & 0xffffff).isEqualTo(0x373737);
        assertThat(Look.BLURRED.seen(gray).getRGB(2, 2) & 0xff).isBetween(21, 23);
    }

    private List<String> names(long seed) throws Exception {
        return Protocol.SPLIT_CIFAR10.stream(images, CLASSES * PER_CLASS, 8, new Random(seed)).stream()
                .map(Task::name)
                .toList();
    }

    private List<String> shown(Task task) {
        return task.images().stream().map(this::classOf).distinct().collect(Collectors.toList());
    }

    private String classOf(byte[] image) {
        return Objects.requireNonNull(labels.get(image));
    }

    private LabelledImages images() {
        Map<String, List<byte[]>> byClass = new TreeMap<>();
        for (int c = 0; c < CLASSES; c++) {
            String name = "class-" + c;
            List<byte[]> images = new ArrayList<>();
            for (int i = 0; i < PER_CLASS; i++) {
                byte[] image = image(c, i);
                labels.put(image, name);
                images.add(image);
            }
            byClass.put(name, images);
        }
        return new LabelledImages(byClass);
    }

    private static byte[] image(int red, int green) {
        BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_3BYTE_BGR);
        image.setRGB(0, 0, red << 16 | green << 8);
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            ImageIO.write(image, "png", out);
            return out.toByteArray();
        } catch (IOException impossible) {
            throw new IllegalStateException("writing to memory", impossible);
        }
    }
}
