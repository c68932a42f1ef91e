package io.slipstream.schemas.image;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import io.slipstream.schemas.record.DeadLetterReason;
import java.awt.image.BufferedImage;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.imageio.IIOException;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;

/**
 * The JDK's own image readers, and TwelveMonkeys' for WebP, which the JDK has none for. They are chosen here by name:
 * readers that other libraries register are not used, so the same bytes give the same pixels whatever is on the class
 * path; and the registry is asked once, not for every image.
 */
final class Decoder {

    private static final Map<Format, ImageReaderSpi> PROVIDERS = providers();

    /**
     * Warnings about files whose pixels are all there: padding that cheap cameras write before a marker.
     */
    private static final List<String> HARMLESS = List.of("extraneous bytes before marker");

    /** Enough to say what is wrong; a decoder may warn about every row. */
    private static final int MOST_WARNINGS = 3;

    private Decoder() {}

    /**
     * The picture in whatever colour model its file has.
     *
     * @param header what the file is known to state; a decoder that finds another size would allocate another size
     */
    static BufferedImage decode(Format format, ImageHeader header, byte[] bytes) throws BadImageException {
        List<String> warnings = new ArrayList<>();
        BufferedImage image = read(format, header, bytes, warnings);
        if (!warnings.isEmpty()) {
            throw new BadImageException(
                    reason(warnings.get(0)), "expected a sound " + format + ", found: " + String.join("; ", warnings));
        }
        return image;
    }

    private static BufferedImage read(Format format, ImageHeader header, byte[] bytes, List<String> warnings)
            throws BadImageException {
        ImageReader reader = null;
        try (ByteArrayImageStream stream = new ByteArrayImageStream(bytes)) {
            reader = provider(format).createReaderInstance();
            reader.addIIOReadWarningListener((source, warning) -> note(warning, warnings));
            reader.setInput(stream, true, true);
            requireSize(header, reader);
            return reader.read(0);
        } catch (IOException | RuntimeException broken) {
            // Readers throw any kind of RuntimeException on damaged input.
            DeadLetterReason reason = hasEndOfFile(broken) ? DeadLetterReason.TRUNCATED : DeadLetterReason.UNDECODABLE;
            throw new BadImageException(reason, "expected a sound " + format + ", found: " + broken, broken);
        } finally {
            if (reader != null) {
                reader.dispose();
            }
        }
    }

    private static void requireSize(ImageHeader header, ImageReader reader) throws IOException {
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        if (width != header.width() || height != header.height()) {
            throw new IIOException("a header of " + header.width() + " x " + header.height() + " and a picture of "
                    + width + " x " + height);
        }
    }

    private static void note(String warning, List<String> warnings) {
        boolean harmless = HARMLESS.stream().anyMatch(warning.toLowerCase(Locale.ROOT)::contains);
        if (!harmless && warnings.size() < MOST_WARNINGS) {
            warnings.add(warning);
        }
    }

    private static DeadLetterReason reason(String warning) {
        return warning.toLowerCase(Locale.ROOT).matches(".*(premature|truncated|missing eoi).*")
                ? DeadLetterReason.TRUNCATED
                : DeadLetterReason.UNDECODABLE;
    }

    private static boolean hasEndOfFile(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof EOFException) {
                return true;
            }
        }
        return false;
    }

    private static ImageReaderSpi provider(Format format) {
        ImageReaderSpi provider = PROVIDERS.get(format);
        if (provider == null) {
            throw new IllegalStateException("this Java runtime has no reader for " + format);
        }
        return provider;
    }

    private static Map<Format, ImageReaderSpi> providers() {
        Map<Format, ImageReaderSpi> providers = new EnumMap<>(Format.class);
        Iterator<ImageReaderSpi> all =
                IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, false);
        all.forEachRemaining(provider -> {
            if (provider.getClass().getModule() == ImageReader.class.getModule()) {
                for (Format format : Format.values()) {
                    if (List.of(provider.getMIMETypes()).contains(format.contentType)) {
                        providers.put(format, provider);
                    }
                }
            }
        });
        providers.put(Format.WEBP, new WebPImageReaderSpi());
        return providers;
    }
}
