package io.slipstream.schemas.s3;

import java.io.IOException;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Opens clients of S3. */
public final class S3Connection {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private S3Connection() {}

    /**
     * A client with Amazon's own retries, over the JDK's HTTP; thread-safe. It connects with the first request.
     *
     * @throws IOException if no region is known
     */
    public static S3Client open(S3Config config) throws IOException {
        S3ClientBuilder builder = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(SILENCE))
                .forcePathStyle(config.pathStyle())
                // What is stored carries its SHA-256 anyway, and not every server knows the newer checksums.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
        config.endpoint().ifPresent(builder::endpointOverride);
        if (config.region().isPresent()) {
            builder.region(Region.of(config.region().get()));
        } else if (config.endpoint().isPresent()) {
            builder.region(regionOfTheEnvironment());
        }
        if (config.anonymous()) {
            builder.credentialsProvider(AnonymousCredentialsProvider.create());
        }
        try {
            return builder.build();
        } catch (SdkException unusable) {
            throw new IOException("S3 cannot be reached: " + unusable.getMessage(), unusable);
        }
    }

    /** Other servers do not care for the region, but the signature has to name one. */
    private static Region regionOfTheEnvironment() {
        try {
            return DefaultAwsRegionProviderChain.builder().build().getRegion();
        } catch (SdkClientException none) {
            return Region.US_EAST_1;
        }
    }
}
