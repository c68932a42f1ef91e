package io.slipstream.ingest.publish;

/** How far an image is looked at before it is sent. */
public enum ValidationDepth {
    /** Its header: format, size and limits; a damaged or cut off body is found later in the pipeline. */
    HEADER,
    /** Every pixel. */
    DECODE
}
