package io.slipstream.evaluator.watch;

import io.slipstream.evaluator.watch.encode.RenewAnchor;
import io.slipstream.schemas.config.Key;
import java.nio.file.Path;
import java.util.Optional;

/** What streams are compared with. */
public record AnchorConfig(
        @Key(
                doc =
                        "Images of the anchor: more than two windows, better twenty. Should span whatever comes and goes without"
                                + " being drift, such as a day or a shift: alarms are calibrated on it. A multiple of window.images"
                                + " wastes none.",
                value = "3200",
                min = 41,
                max = 20_000)
        int images,

        @Key(
                doc = "Images of the anchor whose pixels are kept, so that every new encoder is shown them (canonical"
                        + " images).",
                value = "120",
                min = 8,
                max = 20_000)
        int canonical,

        @Key(
                doc =
                        "Images that are the anchor of every source: a directory, or a tar, tar.gz or zip archive. If absent,"
                                + " the first images of each source are its anchor.")
        Optional<Path> path,

        @Key(
                doc = "When streams get a new anchor: command (slipstream drift anchor) or promotion (also when the"
                        + " channel stable gets another snapshot, which is then the fixed encoder).",
                value = "command")
        RenewAnchor renew) {}
