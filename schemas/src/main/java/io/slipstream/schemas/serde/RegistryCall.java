package io.slipstream.schemas.serde;

import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;

/** One request to the registry, whose failures are sorted by what the caller can do about them. */
@FunctionalInterface
interface RegistryCall<T> {

    int REQUEST_TIMEOUT = 408;
    int TOO_MANY_REQUESTS = 429;
    int SERVER_ERROR = 500;

    T send() throws IOException, RestClientException;

    /**
     * Sends the request.
     *
     * @param what the request in words, for the messages: "registering images-value"
     * @throws RegistryUnavailableException if there was no answer, or one that says "later"
     * @throws RegistryRefusedException     if the answer was no
     */
    static <T> T ask(String what, RegistryCall<T> call) {
        try {
            return call.send();
        } catch (RestClientException answer) {
            if (isTemporary(answer.getStatus())) {
                throw new RegistryUnavailableException(
                        "The schema registry failed at " + what + ": " + words(answer), answer);
            }
            throw new RegistryRefusedException("The schema registry refused " + what + ": " + words(answer), answer);
        } catch (IOException noAnswer) {
            throw new RegistryUnavailableException(
                    "The schema registry did not answer at " + what + ": " + noAnswer, noAnswer);
        }
    }

    /** The registry's own words; without any, it was no registry that answered. */
    private static String words(RestClientException answer) {
        return answer.getErrorCode() == 0
                ? "HTTP status " + answer.getStatus()
                        + " from something that is no registry; does registry.url have the"
                        + " path of its API, such as /apis/ccompat/v7 for Apicurio?"
                : String.valueOf(answer.getMessage());
    }

    private static boolean isTemporary(int status) {
        return status >= SERVER_ERROR || status == REQUEST_TIMEOUT || status == TOO_MANY_REQUESTS;
    }
}
