package io.slipstream.trainer.method;

/** The methods there are. */
public enum MethodName {
    BYOL("byol"),
    MOCO_V2("moco-v2"),
    MOCO_V3("moco-v3"),
    DINO("dino"),
    SIMSIAM("simsiam"),
    SIMCLR("simclr");

    private final String text;

    MethodName(String text) {
        this.text = text;
    }

    /** Whether the method compares more than two views of an image. */
    public boolean takesLocalViews() {
        return this == DINO;
    }

    /** As in configuration and snapshots. */
    @Override
    public String toString() {
        return text;
    }
}
