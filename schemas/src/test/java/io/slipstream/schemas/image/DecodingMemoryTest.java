package io.slipstream.schemas.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.slipstream.schemas.config.ByteSize;
import io.slipstream.schemas.record.DeadLetterReason;
import java.awt.image.BufferedImage;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DecodingMemoryTest {

    private static final ImageLimits LIMITS = new ImageLimits(ByteSize.ofMiB(100), 50_000_000);
    private static final ImageHeader MEGAPIXEL = new ImageHeader("image/png", 1000, 1000);

    @Test
    void whatIsReservedForAnImageIsMoreThanDecodingItAllocates() throws Exception {
        BufferedImage picture = TestImages.picture(1500, 1000);
        BufferedImage grey = TestImages.picture(1500, 1000, BufferedImage.TYPE_BYTE_GRAY, 3);
        BufferedImage clear = TestImages.picture(1500, 1000, BufferedImage.TYPE_4BYTE_ABGR, 3);
        BufferedImage palette = TestImages.picture(1500, 1000, BufferedImage.TYPE_BYTE_INDEXED, 3);
        Map<String, byte[]> images = Map.of(
                "jpeg", TestImages.encode(picture, "jpeg"),
                "jpeg, grey", TestImages.encode(grey, "jpeg"),
                "png", TestImages.encode(picture, "png"),
                "png, alpha", TestImages.encode(clear, "png"),
                "gif", TestImages.encode(palette, "gif"),
                "bmp", TestImages.encode(picture, "bmp"),
                "tiff", TestImages.encode(clear, "tiff"));

        for (Map.Entry<String, byte[]> image : images.entrySet()) {
            byte[] bytes = image.getValue();
            long reserved = DecodingMemory.bytesFor(Images.readHeader(bytes, LIMITS), bytes.length);
            assertThat(allocated(bytes)).as(image.getKey()).isBetween(reserved / 10, reserved);
        }
    }

    @Test
    void anImageWaitsUntilThereIsMemoryForIt() throws Exception {
        DecodingMemory memory = new DecodingMemory(20_000_000);
        DecodingMemory.Share first = memory.reserve(MEGAPIXEL, 1000);

        CompletableFuture<DecodingMemory.Share> second = CompletableFuture.supplyAsync(() -> {
            try {
                return memory.reserve(MEGAPIXEL, 1000);
            } catch (BadImageException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });

        assertThat(memory.reserve(MEGAPIXEL, 1000, Duration.ofMillis(1))).isEmpty();
        assertThat(second).isNotDone();
        first.close();
        first.close();
        second.get(30, TimeUnit.SECONDS).close();
        assertThat(memory.reserve(MEGAPIXEL, 1000, Duration.ZERO)).isPresent();
        assertThat(memory.reserve(MEGAPIXEL, 1000, Duration.ZERO)).isEmpty();
    }

    @Test
    void anImageThatCouldNeverHaveEnoughIsRefused() {
        DecodingMemory memory = new DecodingMemory(15_000_000);

        assertThatThrownBy(() -> memory.reserve(MEGAPIXEL, 1000))
                .isInstanceOfSatisfying(BadImageException.class, refused -> assertThat(refused.reason())
                        .isEqualTo(DeadLetterReason.TOO_MANY_PIXELS))
                .hasMessageContaining("1000 x 1000 of image/png");
    }

    @Test
    void theHeapThatIsAskedForHoldsEveryImageAllowed() {
        for (int megapixels = 1; megapixels < 500; megapixels += 7) {
            ImageLimits limits = new ImageLimits(ByteSize.ofMiB(10), megapixels * 1_000_000L);
            ImageHeader largest = new ImageHeader("image/webp", 1000, megapixels * 1000);

            assertThat(DecodingMemory.partOf(DecodingMemory.heapFor(limits)))
                    .isGreaterThanOrEqualTo(DecodingMemory.bytesFor(largest, 10 << 20));
        }
    }

    @Test
    void aSmallHeapKeepsSomethingForTheRest() {
        assertThat(DecodingMemory.partOf(256L << 20)).isEqualTo(64L << 20);
        assertThat(DecodingMemory.partOf(384L << 20)).isEqualTo(192L << 20);
        assertThat(DecodingMemory.partOf(3072L << 20)).isEqualTo(2048L << 20);
    }

    /** Bytes that this thread allocates while it decodes, freed in between or not. */
    private static long allocated(byte[] bytes) throws BadImageException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Images.decode(bytes, LIMITS);
        long before = threads.getCurrentThreadAllocatedBytes();
        Images.decode(bytes, LIMITS);
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
