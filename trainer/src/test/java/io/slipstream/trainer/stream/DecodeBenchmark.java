package io.slipstream.trainer.stream;

import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.image.BadImageException;
import io.slipstream.schemas.image.ImageLimits;
import io.slipstream.schemas.image.Images;
import io.slipstream.trainer.TestSamples;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One JPEG to the planes of a training image of the same size. */
@State(Scope.Thread)
public class DecodeBenchmark {

    private final ImageLimits limits = ConfigLoader.defaults(ImageLimits.class);

    @Param({"32", "96", "224"})
    public int size;

    private byte[] jpeg = {};

    @Setup
    public void encode() {
        jpeg = TestSamples.jpeg(1, size, size);
    }

    @Benchmark
    public byte[] decode() throws BadImageException {
        return Images.toRgb(Images.decode(jpeg, limits), size);
    }
}
