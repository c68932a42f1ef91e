package io.slipstream.deploy.chaos.fuzz;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the gateway says became of the images that were posted, by its metrics. */
final class GatewayCounts {

    private static final Pattern IMAGES = Pattern.compile(
            "^slipstream_gateway_images_total\\{[^}]*status=\"(\\w+)\"[^}]*\\} ([0-9.eE+]+)$", Pattern.MULTILINE);

    private GatewayCounts() {}

    /** Images by what became of them: published, duplicate, refused, failed. */
    static Map<String, Long> at(URI gateway) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(gateway.resolve("/metrics")).build();
        return in(HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofString())
                .body());
    }

    /** In the text of the metrics. */
    static Map<String, Long> in(String metrics) {
        Map<String, Long> counts = new TreeMap<>();
        Matcher images = IMAGES.matcher(metrics);
        while (images.find()) {
            counts.merge(images.group(1), (long) Double.parseDouble(images.group(2)), Long::sum);
        }
        return counts;
    }
}
