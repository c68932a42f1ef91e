package io.slipstream.schemas.blob;

import io.slipstream.schemas.record.BlobReference;
import io.slipstream.schemas.s3.S3Config;
import io.slipstream.schemas.s3.S3Connection;
import io.slipstream.schemas.s3.S3Location;
import java.io.IOException;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** Blobs in a bucket of S3, or of a server with its protocol. */
final class S3BlobStore implements BlobStore {

    private final S3Client client;
    private final S3Location root;

    private S3BlobStore(S3Client client, S3Location root) {
        this.client = client;
        this.root = root;
    }

    static S3BlobStore open(URI root, S3Config config) throws IOException {
        S3Location location = S3Location.parse(root);
        return new S3BlobStore(S3Connection.open(config), location);
    }

    @Override
    public BlobReference put(byte[] bytes, String sha256) throws IOException {
        S3Location blob = location(sha256);
        try {
            client.putObject(
                    request -> request.bucket(blob.bucket()).key(blob.prefix()).contentMD5(md5(bytes)),
                    RequestBody.fromBytes(bytes));
        } catch (SdkException away) {
            throw new IOException("The store of large images did not take " + blob + ": " + away.getMessage(), away);
        }
        return BlobName.reference(blob.toString(), bytes, sha256);
    }

    @Override
    public boolean contains(BlobReference reference) {
        return BlobName.isHash(reference.getSha256())
                && reference.getUri().equals(location(reference.getSha256()).toString());
    }

    @Override
    public Optional<byte[]> read(BlobReference reference) throws IOException {
        S3Location blob = location(reference.getSha256());
        int most = (int) Math.min(Integer.MAX_VALUE - 8, reference.getSize() + 1);
        try (ResponseInputStream<GetObjectResponse> in =
                client.getObject(request -> request.bucket(blob.bucket()).key(blob.prefix()))) {
            byte[] bytes = in.readNBytes(most);
            if (bytes.length == most) {
                in.abort(); // What follows is not wanted, however long it is.
            }
            return Optional.of(bytes);
        } catch (NoSuchKeyException missing) {
            return Optional.empty();
        } catch (SdkException away) {
            throw new IOException("The store of large images did not give " + blob + ": " + away.getMessage(), away);
        }
    }

    private S3Location location(String sha256) {
        return root.resolve(BlobName.of(sha256));
    }

    /** With it the store refuses bytes that were damaged on the way. */
    private static String md5(byte[] bytes) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has MD5", impossible);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
