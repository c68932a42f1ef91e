package io.slipstream.schemas.blob;

import io.slipstream.schemas.record.BlobReference;
import java.util.regex.Pattern;

/** Where in a store a blob lies: in one of 256 folders, by the first two digits of its hash. */
final class BlobName {

    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    private BlobName() {}

    static boolean isHash(String text) {
        return SHA_256.matcher(text).matches();
    }

    static String of(String sha256) {
        if (!isHash(sha256)) {
            throw new IllegalArgumentException("expected a SHA-256 of 64 hexadecimal digits, found '" + sha256 + "'");
        }
        return sha256.substring(0, 2) + "/" + sha256;
    }

    static BlobReference reference(String uri, byte[] bytes, String sha256) {
        return BlobReference.newBuilder()
                .setUri(uri)
                .setSize(bytes.length)
                .setSha256(sha256)
                .build();
    }
}
