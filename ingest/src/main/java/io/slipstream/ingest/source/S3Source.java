package io.slipstream.ingest.source;

import io.slipstream.schemas.config.ByteSize;
import io.slipstream.schemas.s3.S3Config;
import io.slipstream.schemas.s3.S3Connection;
import io.slipstream.schemas.s3.S3Location;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The objects of a bucket whose keys start alike, in the order of their keys; names that start with a dot, and those that
 * end with a slash, are passed over.
 *
 * <p>Event time is when an object was last changed. The position of an image is its key: objects that come later are found
 * if their keys sort behind it, as those with a date in front do.
 */
public final class S3Source {

    private final S3Client client;
    private final S3Location prefix;
    private final String key;
    private final int cap;

    private S3Source(S3Client client, S3Location prefix, String key, int cap) {
        this.client = client;
        this.prefix = prefix;
        this.key = key;
        this.cap = cap;
    }

    /**
     * Opens a prefix and lists the first of its objects.
     *
     * @param key source key of every image
     * @param fetchers fetches at a time
     * @param cap as much of each object as is received
     * @param last position of the last image that was sent
     * @throws IOException if it cannot be listed, or no region or credentials are known
     */
    public static ImageSource open(
            S3Location prefix, String key, S3Config config, int fetchers, ByteSize cap, Optional<String> last)
            throws IOException {
        S3Client client = S3Connection.open(config);
        try {
            S3Source source = new S3Source(client, prefix, key, Math.toIntExact(cap.bytes()));
            return new FetchSource(new S3Listing(source.fetches(last)), fetchers, client::close);
        } catch (SdkException unusable) {
            client.close();
            throw new IOException("S3 cannot be listed: " + unusable.getMessage(), unusable);
        }
    }

    private Iterator<Callable<RawImage>> fetches(Optional<String> last) {
        ListObjectsV2Request request = ListObjectsV2Request.builder()
                .bucket(prefix.bucket())
                .prefix(prefix.prefix())
                .startAfter(last.orElse(null))
                .build();
        Stream<S3Object> objects = client.listObjectsV2Paginator(request).contents().stream();
        return objects.filter(object -> !isPassedOver(object.key()))
                .<Callable<RawImage>>map(object -> () -> image(object))
                .iterator();
    }

    private static boolean isPassedOver(String name) {
        return name.endsWith("/") || name.substring(name.lastIndexOf('/') + 1).startsWith(".");
    }

    private RawImage image(S3Object object) throws IOException {
        String origin = "s3://" + prefix.bucket() + "/" + object.key();
        try (ResponseInputStream<GetObjectResponse> in =
                client.getObject(request -> request.bucket(prefix.bucket()).key(object.key()))) {
            byte[] bytes = in.readNBytes(cap);
            long size = bytes.length < cap ? bytes.length : Math.max(object.size(), bytes.length);
            if (bytes.length == cap) {
                in.abort(); // What follows is not wanted, however long it is.
            }
            return RawImage.of(key, object.lastModified(), origin, object.key(), size, bytes);
        } catch (NoSuchKeyException gone) {
            return RawImage.unreadable(
                    key, object.lastModified(), origin, object.key(), object.size(), "gone since it was listed");
        } catch (SdkException away) {
            throw new IOException(origin + ": " + away.getMessage(), away);
        }
    }
}
