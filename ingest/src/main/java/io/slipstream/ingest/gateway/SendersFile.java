package io.slipstream.ingest.gateway;

import io.slipstream.schemas.config.Key;
import java.util.List;

/** A file of senders beside the configuration. */
record SendersFile(@Key(doc = "Who may send.") List<SenderConfig> senders) {

    SendersFile {
        senders = List.copyOf(senders);
        SenderConfig.requireDistinct(senders);
    }
}
