package io.slipstream.deploy.chaos;

/** A line that a trainer writes to its log when it begins something worth being killed in. */
enum LogMark {
    /** It has read its configuration; taking over the lineage and restoring the last checkpoint come next. */
    STARTING("Effective configuration"),
    /** The files of a checkpoint are being written. */
    WRITING("Writing a checkpoint"),
    /** The transaction of a checkpoint holds everything and is about to be committed. */
    COMMITTING("Committing a checkpoint"),
    /** The transaction is committed. */
    COMMITTED("Committed a checkpoint");

    private final String text;

    LogMark(String text) {
        this.text = text;
    }

    /** Whether it is this line. */
    boolean isIn(String line) {
        return line.contains(text);
    }

    /** The text of the line. */
    @Override
    public String toString() {
        return text;
    }
}
