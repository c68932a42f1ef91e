package io.slipstream.ingest.gateway;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** How a body is compressed: RFC 9110, section 8.4. No more is ever decompressed than is let in. */
enum ContentCoding {
    IDENTITY,
    GZIP,
    DEFLATE;

    private static final int FIRST_STEP = 64 << 10;

    /** @throws ProblemException 415 if it is none of these */
    static ContentCoding of(HttpFields headers) throws ProblemException {
        String coding = String.join(",", headers.getValuesList(HttpHeader.CONTENT_ENCODING));
        return switch (coding.strip().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> IDENTITY;
            case "gzip", "x-gzip" -> GZIP;
            case "deflate" -> DEFLATE;
            default ->
                throw new ProblemException(Problem.unsupportedType(
                                "expected the content coding gzip, deflate or none, found another, or several")
                        .withHeader("Accept-Encoding", "gzip, deflate"));
        };
    }

    /**
     * The body as it was before compression.
     *
     * @param share grows with what is decompressed
     * @throws ProblemException 413 if it would pass {@code limit} bytes, 400 if it is damaged, 503 if there is no room
     */
    byte[] decode(byte[] body, long limit, Memory.Share share) throws ProblemException {
        if (this == IDENTITY) {
            return body;
        }
        byte[] decoded = new byte[0];
        int size = 0;
        try (InputStream in = open(body)) {
            for (int count = 0; count >= 0; size += Math.max(0, count)) {
                if (size > limit) {
                    throw new ProblemException(Problem.tooLarge(limit));
                }
                if (size == decoded.length) {
                    int capacity = (int) Math.min(limit + 1, Math.max(FIRST_STEP, 2L * size));
                    share.growTo((long) body.length + capacity);
                    decoded = Arrays.copyOf(decoded, capacity);
                }
                count = in.read(decoded, size, decoded.length - size);
            }
        } catch (IOException damaged) {
            throw new ProblemException(Problem.badRequest(
                    "bad-content-coding",
                    "expected a body in " + name().toLowerCase(Locale.ROOT) + ", found damaged bytes"));
        }
        return Arrays.copyOf(decoded, size);
    }

    /** As much of a body's beginning as can be decompressed, and no more than {@code most} bytes of it. */
    byte[] decodeBeginning(byte[] beginning, int most) {
        if (this == IDENTITY) {
            return beginning;
        }
        ByteArrayOutputStream decoded = new ByteArrayOutputStream();
        byte[] buffer = new byte[8 << 10];
        try (InputStream in = open(beginning)) {
            for (int count = 0; count >= 0 && decoded.size() < most; count = in.read(buffer)) {
                decoded.write(buffer, 0, count);
            }
        } catch (IOException endOfBeginning) {
            // What is damaged and what is only not there yet are told apart when the body is complete.
        }
        return decoded.toByteArray();
    }

    private InputStream open(byte[] body) throws IOException {
        ByteArrayInputStream bytes = new ByteArrayInputStream(body);
        return this == GZIP ? new GZIPInputStream(bytes) : new InflaterInputStream(bytes);
    }
}
