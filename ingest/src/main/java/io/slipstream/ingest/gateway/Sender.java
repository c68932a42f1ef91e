package io.slipstream.ingest.gateway;

import io.slipstream.ingest.pace.Rate;
import io.slipstream.schemas.config.ByteSize;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Somebody who may send.
 *
 * @param name for metrics, logs and dead letters
 * @param sources what it may send from
 * @param allowance how much it may send
 */
record Sender(String name, List<SourcePattern> sources, Allowance allowance) {

    /** Everyone, where no senders are configured. */
    static Sender anyone(LongSupplier nanos) {
        return new Sender(
                "anyone",
                List.of(SourcePattern.parse("*")),
                new Allowance(Rate.UNLIMITED.perSecond(), Double.POSITIVE_INFINITY, nanos));
    }

    static Sender of(SenderConfig config, LongSupplier nanos) {
        return new Sender(
                config.name(),
                config.sources().stream().map(SourcePattern::parse).toList(),
                new Allowance(
                        Rate.parse(config.rate()).perSecond(),
                        config.bytesPerSecond()
                                .map(ByteSize::bytes)
                                .map(Long::doubleValue)
                                .orElse(Double.POSITIVE_INFINITY),
                        nanos));
    }

    boolean maySendFrom(String source) {
        return sources.stream().anyMatch(pattern -> pattern.matches(source));
    }

    /** The source of what names none. */
    Optional<String> onlySource() {
        return sources.size() == 1 && !sources.get(0).isPrefix()
                ? Optional.of(sources.get(0).text())
                : Optional.empty();
    }
}
