package io.slipstream.evaluator.watch;

import io.slipstream.evaluator.drift.ImageStatistics;
import io.slipstream.evaluator.watch.row.KeptImage;
import io.slipstream.evaluator.watch.row.PendingImage;
import io.slipstream.schemas.image.BadImageException;
import io.slipstream.schemas.image.Images;
import io.slipstream.schemas.record.ImageSample;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** A look at an image before any encoder sees it. */
final class Look {

    private Look() {}

    /**
     * The image, decoded and measured.
     *
     * @param inputSize of the fixed encoder, for which its pixels are kept
     * @throws BadImageException if it cannot be decoded
     */
    static PendingImage at(ImageSample sample, byte[] encoded, RecordMetadata from, int inputSize, DriftParts parts)
            throws BadImageException {
        BufferedImage image = Images.decode(encoded, parts.config().image());
        byte[] bgr = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        ImageStatistics looks = ImageStatistics.of(image.getWidth(), image.getHeight(), bgr);
        byte[] planes = Images.toRgb(image, inputSize);
        return new PendingImage(
                sample.getSource(),
                sample.getId(),
                from.partition(),
                from.offset(),
                sample.getCaptureTime().toEpochMilli(),
                encoded.length,
                looks,
                KeptImage.of(encoded, planes, inputSize));
    }
}
