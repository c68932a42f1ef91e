package io.slipstream.schemas.s3;

import io.slipstream.schemas.config.Key;
import java.net.URI;
import java.util.Optional;

/** How to reach S3 or a server with its protocol. */
public record S3Config(
        @Key(
                doc = "Address of a server with the protocol of S3; when absent, that of Amazon in the region.",
                allowed = "an http or https URL")
        Optional<URI> endpoint,

        @Key(
                doc = "Region; when absent, that of AWS_REGION or the profile, and us-east-1 where an endpoint is given"
                        + " and they name none.")
        Optional<String> region,

        @Key(
                doc =
                        "Whether the bucket is named in the path instead of the host name, as most other servers need it.",
                value = "false")
        boolean pathStyle,

        @Key(
                doc = "Whether to read public buckets without credentials; otherwise they come from the environment,"
                        + " the AWS profile or the machine's role, never from this file.",
                value = "false")
        boolean anonymous) {

    /** Amazon's S3 in the region of the environment. */
    public static final S3Config DEFAULTS = new S3Config(Optional.empty(), Optional.empty(), false, false);

    public S3Config {
        if (endpoint.isPresent() && !String.valueOf(endpoint.get().getScheme()).matches("https?")) {
            throw new IllegalArgumentException("endpoint: an http or https URL");
        }
    }
}
