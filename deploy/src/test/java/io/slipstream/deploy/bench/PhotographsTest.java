package io.slipstream.deploy.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipstream.schemas.config.ConfigLoader;
import io.slipstream.schemas.image.ImageLimits;
import io.slipstream.schemas.image.Images;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class PhotographsTest {

    @Test
    void theyDecodeAreAboutAsLargeAsAskedForAndAllDiffer() throws Exception {
        Photographs photographs = Photographs.of(10_240);

        byte[] one = photographs.at(3);
        BufferedImage decoded = Images.decode(one, ConfigLoader.defaults(ImageLimits.class));

        assertThat(decoded.getWidth()).isEqualTo(photographs.side());
        assertThat(one.length).isBetween(10_000, 13_000);
        assertThat(photographs.at(3)).isEqualTo(one);
        assertThat(photographs.at(19)).isNotEqualTo(one).hasSameSizeAs(one);
    }
}
