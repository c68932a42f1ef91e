package io.slipstream.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.ingest.TestImages;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameSplitterTest {

    private static final int CAP = 1 << 20;

    @Test
    void framesOfBothFormatsComeOutAsTheyWentIn() throws IOException {
        byte[] withThumbnail = insertSegment(TestImages.jpeg(1), TestImages.jpeg(2));

        List<byte[]> frames = List.of(TestImages.jpeg(0), png(3), withThumbnail, png(4), TestImages.jpeg(5));

        assertThat(split(concat(frames), CAP)).containsExactlyElementsOf(frames);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 8, 15, 20, 100, 200})
    void aFrameThatBreaksOffEndsWhereTheNextOneStarts(int missing) throws IOException {
        byte[] broken = Arrays.copyOf(TestImages.jpeg(1), TestImages.jpeg(1).length - missing);

        assertThat(split(concat(List.of(broken, TestImages.jpeg(2), TestImages.jpeg(3))), CAP))
                .containsExactly(broken, TestImages.jpeg(2), TestImages.jpeg(3));
    }

    @Test
    void rubbishIsHandedOnAsOnePieceAndTheNextFrameIsFound() throws IOException {
        byte[] rubbish = ("HTTP/1.1 200 OK\r\n" + "x".repeat(100_000) + "\u00ff\u00d8\u0000")
                .getBytes(StandardCharsets.ISO_8859_1);

        assertThat(split(concat(List.of(rubbish, TestImages.jpeg(1), new byte[] {0, 0}, png(1), rubbish)), CAP))
                .containsExactly(rubbish, TestImages.jpeg(1), new byte[] {0, 0}, png(1), rubbish);
    }

    @Test
    void aStreamThatIsCutOffGivesWhatThereWas() throws IOException {
        byte[] whole = concat(List.of(TestImages.jpeg(1), png(1)));
        for (int length = 0; length <= whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);

            assertThat(concat(split(cut, CAP))).isEqualTo(cut);
        }
    }

    @Test
    void ofALargeFrameOnlyTheCapIsKeptAndTheTrueSizeIsTold() throws IOException {
        byte[] jpeg = TestImages.jpeg(1);
        FrameSplitter splitter =
                new FrameSplitter(new ByteArrayInputStream(concat(List.of(jpeg, TestImages.jpeg(2)))), 100);

        FrameSplitter.Piece first = Objects.requireNonNull(splitter.next());
        FrameSplitter.Piece second = Objects.requireNonNull(splitter.next());

        assertThat(first.bytes()).isEqualTo(Arrays.copyOf(jpeg, 100));
        assertThat(first.size()).isEqualTo(jpeg.length);
        assertThat(second.size()).isEqualTo(TestImages.jpeg(2).length);
    }

    @Test
    void aChunkThatClaimsTheRestOfTheStreamDoesNotGetIt() throws IOException {
        byte[] lying = Arrays.copyOf(png(1), 8 + 25 + 4);
        lying[8 + 25] = 0x7f;

        List<byte[]> pieces = split(concat(List.of(lying, png(2), TestImages.jpeg(1))), CAP);

        assertThat(pieces).contains(png(2), TestImages.jpeg(1));
    }

    @Test
    void damagedStreamsComeOutByteForByteAndEnd() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            byte[] stream = concat(List.of(TestImages.jpeg(round), png(round), TestImages.jpeg(round + 1)));
            for (int flip = random.nextInt(20); flip > 0; flip--) {
                stream[random.nextInt(stream.length)] = (byte) random.nextInt(256);
            }

            assertThat(concat(split(stream, CAP)))
                    .as("seed " + seed + ", round " + round)
                    .isEqualTo(stream);
        }
    }

    private static List<byte[]> split(byte[] stream, int cap) throws IOException {
        // A pipe gives what it has, not what is asked for.
        InputStream trickle = new ByteArrayInputStream(stream) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, 700));
            }
        };
        FrameSplitter splitter = new FrameSplitter(trickle, cap);
        List<byte[]> pieces = new ArrayList<>();
        for (FrameSplitter.Piece piece = splitter.next(); piece != null; piece = splitter.next()) {
            assertThat(piece.bytes().length).isEqualTo((int) Math.min(cap, piece.size()));
            pieces.add(piece.bytes());
        }
        return pieces;
    }

    /** Puts a whole JPEG into an application segment, where cameras keep their thumbnails. */
    private static byte[] insertSegment(byte[] jpeg, byte[] thumbnail) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(jpeg, 0, 2);
        int length = thumbnail.length + 2;
        out.write(new byte[] {(byte) 0xff, (byte) 0xe1, (byte) (length >> 8), (byte) length});
        out.write(thumbnail);
        out.write(jpeg, 2, jpeg.length - 2);
        return out.toByteArray();
    }

    private static byte[] png(int number) throws IOException {
        BufferedImage image = new BufferedImage(9, 7, BufferedImage.TYPE_INT_RGB);
        image.setRGB(number % 9, 3, 0xffffff);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }

    private static byte[] concat(List<byte[]> parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        parts.forEach(out::writeBytes);
        return out.toByteArray();
    }
}
