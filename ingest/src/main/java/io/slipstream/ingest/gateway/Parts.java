package io.slipstream.ingest.gateway;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartFormData;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Promise;
import org.jspecify.annotations.Nullable;

/** The images of a body in {@code multipart/form-data} (RFC 7578): every part is one. */
final class Parts {

    private static final int HEADERS = 4 << 10;

    private Parts() {}

    /**
     * One image.
     *
     * @param name its file name, or else the name of its field; may be empty
     * @param bytes the encoded image
     * @param headers of the part
     */
    @SuppressWarnings("ArrayRecordComponent") // written once and handed on; never compared
    record ImagePart(String name, byte[] bytes, HttpFields headers) {}

    /** @throws ProblemException 400 if the body is no such form, has no part, or has more than {@code most} */
    static List<ImagePart> of(byte[] body, @Nullable String contentType, int most) throws ProblemException {
        String boundary = contentType == null ? null : MultiPart.extractBoundary(contentType);
        if (boundary == null) {
            throw malformed(most, "no boundary in Content-Type");
        }
        MultiPartFormData.Parser parser = new MultiPartFormData.Parser(boundary);
        parser.setMaxParts(most);
        parser.setPartHeadersMaxLength(HEADERS);
        parser.setMaxMemoryFileSize(-1);
        CompletableFuture<MultiPartFormData.Parts> parsed = new CompletableFuture<>();
        parser.parse(Content.Source.from(ByteBuffer.wrap(body)), Promise.Invocable.toPromise(parsed));
        List<ImagePart> images = new ArrayList<>();
        try (MultiPartFormData.Parts parts = parsed.join()) {
            for (MultiPart.Part part : parts) {
                images.add(new ImagePart(name(part), bytes(part), part.getHeaders()));
            }
        } catch (CompletionException | IOException damaged) {
            throw malformed(most, "a body that is not: " + words(damaged));
        }
        if (images.isEmpty()) {
            throw malformed(most, "none");
        }
        return images;
    }

    private static String name(MultiPart.Part part) {
        String file = part.getFileName();
        String field = part.getName();
        return file != null ? file : field != null ? field : "";
    }

    private static byte[] bytes(MultiPart.Part part) throws IOException {
        ByteBuffer content = Content.Source.asByteBuffer(part.getContentSource());
        byte[] bytes = new byte[content.remaining()];
        content.get(bytes);
        return bytes;
    }

    private static String words(Exception damaged) {
        Throwable cause = damaged.getCause() == null ? damaged : damaged.getCause();
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private static ProblemException malformed(int most, String found) {
        return new ProblemException(Problem.badRequest(
                "bad-multipart", "expected multipart/form-data of 1 to " + most + " images, found " + found));
    }
}
