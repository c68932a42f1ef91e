package io.slipstream.ingest.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.slipstream.broker.EmbeddedKafka;
import io.slipstream.ingest.TestImages;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sender known by the certificate of its connection. */
class ClientCertificateIT {

    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Path folder;

    ClientCertificateIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aSenderIsKnownByItsCertificateAndAnotherIsNot() throws Exception {
        // Given
        keyPair("server", "CN=127.0.0.1");
        keyPair("gate", "CN=gate-7, O=Example");
        keyPair("other", "CN=gate-8, O=Example");
        trust("clients", "gate", "other");
        trust("servers", "server");
        String keys = "tls: {keystore: " + store("server") + ", keystore-password: changeit, truststore: "
                + store("clients") + ", truststore-password: changeit, client-certificate: wanted},"
                + " senders: [{name: gate-7, certificate: 'CN=gate-7,O=Example', sources: gate-7}]";
        try (EmbeddedKafka broker = EmbeddedKafka.start(folder.resolve("broker"));
                RunningGateway gateway =
                        RunningGateway.start(keys, broker.bootstrapServers(), "mock://" + folder.getFileName())) {
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                            send(gateway, client(), "GET", "/readyz").statusCode())
                    .isEqualTo(200));

            // When
            HttpResponse<String> known = send(gateway, client("gate"), "POST", "/v1/images");
            HttpResponse<String> other = send(gateway, client("other"), "POST", "/v1/images");
            HttpResponse<String> none = send(gateway, client(), "POST", "/v1/images");

            // Then
            assertThat(known.statusCode()).isEqualTo(202);
            assertThat(other.statusCode()).isEqualTo(401);
            assertThat(none.statusCode()).isEqualTo(401);
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + "/healthz"))
                                    .build(),
                            BodyHandlers.ofString()));
        }
    }

    private static HttpResponse<String> send(RunningGateway gateway, HttpClient client, String method, String path)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + gateway.port() + path))
                .method(
                        method,
                        method.equals("POST")
                                ? BodyPublishers.ofByteArray(TestImages.jpeg(1))
                                : BodyPublishers.noBody())
                .timeout(Duration.ofSeconds(20))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private HttpClient client(String... certificate) throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(load("servers"));
        KeyManager[] keys = new KeyManager[0];
        for (String name : certificate) {
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(load(name), PASSWORD);
            keys = factory.getKeyManagers();
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trust.getTrustManagers(), null);
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(context)
                .build();
    }

    private KeyStore load(String name) throws Exception {
        KeyStore loaded = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store(name))) {
            loaded.load(in, PASSWORD);
        }
        return loaded;
    }

    private Path store(String name) {
        return folder.resolve(name + ".p12");
    }

    private void keyPair(String name, String subject) throws Exception {
        keytool(
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-dname",
                subject,
                "-ext",
                "san=ip:127.0.0.1",
                "-keystore",
                store(name).toString());
        keytool(
                "-exportcert",
                "-alias",
                name,
                "-keystore",
                store(name).toString(),
                "-file",
                folder.resolve(name + ".cer").toString());
    }

    private void trust(String name, String... certificates) throws Exception {
        for (String certificate : certificates) {
            keytool(
                    "-importcert",
                    "-noprompt",
                    "-alias",
                    certificate,
                    "-file",
                    folder.resolve(certificate + ".cer").toString(),
                    "-keystore",
                    store(name).toString());
        }
    }

    private static void keytool(String... arguments) throws Exception {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        List<String> command = Stream.concat(
                        Stream.concat(Stream.of(keytool), Stream.of(arguments)),
                        Stream.of("-storepass", "changeit", "-storetype", "PKCS12"))
                .toList();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
