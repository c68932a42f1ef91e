package io.slipstream.ingest.camera;

import java.util.List;

/** The kind of part that lies on the belt: what a probe label names and what an encoder should learn to see. */
public enum PartClass {
    GEAR("gear"),
    WASHER("washer"),
    HEX_NUT("hex-nut"),
    BOLT("bolt"),
    L_BRACKET("l-bracket"),
    SPRING("spring"),
    PERFORATED_PLATE("perforated-plate"),
    T_JOINT("t-joint"),
    /** Made only after the drift event {@code new-part}. */
    U_CLIP("u-clip");

    private static final List<PartClass> INITIAL =
            List.of(GEAR, WASHER, HEX_NUT, BOLT, L_BRACKET, SPRING, PERFORATED_PLATE, T_JOINT);
    private static final List<PartClass> ALL = List.of(values());

    private final String label;

    PartClass(String label) {
        this.label = label;
    }

    /** The class name as a probe label and folder name. */
    public String label() {
        return label;
    }

    /** The classes that are made, in a fixed order: eight, or nine once the new part is introduced. */
    public static List<PartClass> made(boolean withNewPart) {
        return withNewPart ? ALL : INITIAL;
    }
}
