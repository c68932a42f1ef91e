package io.slipstream.ingest.source;

import io.slipstream.schemas.s3.S3Config;
import io.slipstream.schemas.s3.S3Connection;
import io.slipstream.schemas.s3.S3Location;
import java.io.FilterInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Shards that are objects of a bucket. Thread-safe. */
final class S3Shards implements ShardServer {

    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-\\d{1,18}/(\\d{1,18})");

    private final S3Client client;

    private S3Shards(S3Client client) {
        this.client = client;
    }

    /** @throws IOException if no region is known */
    static S3Shards of(S3Config config) throws IOException {
        return new S3Shards(S3Connection.open(config));
    }

    @Override
    public Part open(String name, long from, Optional<String> version) throws IOException {
        S3Location object = location(name);
        GetObjectRequest.Builder request =
                GetObjectRequest.builder().bucket(object.bucket()).key(object.prefix());
        if (from > 0) {
            request.range("bytes=" + from + "-");
            version.ifPresent(request::ifMatch);
        }
        try {
            return part(client.getObject(request.build()));
        } catch (S3Exception refused) {
            int status = refused.statusCode();
            if (status == 412) {
                throw new IOException("it has changed while it was read", refused);
            }
            if (status >= 400 && status < 500 && status != 408 && status != 429) {
                throw new IOException("the server answered " + status + ": " + refused.getMessage(), refused);
            }
            throw new PassingException(String.valueOf(refused.getMessage()), refused);
        } catch (SdkException away) {
            throw new PassingException(String.valueOf(away.getMessage()), away);
        }
    }

    private static Part part(ResponseInputStream<GetObjectResponse> in) {
        GetObjectResponse answer = in.response();
        Matcher range = CONTENT_RANGE.matcher(answer.contentRange() == null ? "" : answer.contentRange());
        boolean isPart = range.matches();
        return new Part(
                new Aborted(in),
                isPart ? Long.parseLong(range.group(1)) : 0,
                isPart ? Long.parseLong(range.group(2)) : answer.contentLength(),
                Optional.ofNullable(answer.lastModified()),
                Optional.ofNullable(answer.eTag()));
    }

    /** Ends the connection when it is closed; the SDK would read to the end of the object first. */
    private static final class Aborted extends FilterInputStream {

        private final ResponseInputStream<GetObjectResponse> body;

        Aborted(ResponseInputStream<GetObjectResponse> body) {
            super(body);
            this.body = body;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            try {
                return body.read(target, offset, length);
            } catch (SdkException broken) {
                throw new IOException(broken.getMessage(), broken);
            }
        }

        @Override
        public void close() {
            body.abort();
        }
    }

    private static S3Location location(String name) throws IOException {
        try {
            return S3Location.parse(new URI(name));
        } catch (URISyntaxException | IllegalArgumentException malformed) {
            throw new IOException("not an address of the form " + S3Location.FORM, malformed);
        }
    }

    @Override
    public String shown(String name) {
        return name;
    }

    @Override
    public void close() {
        client.close();
    }
}
