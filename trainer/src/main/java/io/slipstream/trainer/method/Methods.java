package io.slipstream.trainer.method;

import ai.djl.ndarray.NDManager;

/**
 * The chosen method, and the settings of all.
 *
 * @param chosen the one that learns
 */
public record Methods(
        MethodName chosen,
        ByolConfig byol,
        MocoV2Config mocoV2,
        MocoV3Config mocoV3,
        DinoConfig dino,
        SimSiamConfig simsiam,
        SimClrConfig simclr) {

    /**
     * The chosen method at its start.
     *
     * @param seed seed of the run
     * @param manager owner of what the method remembers
     */
    public Method create(long seed, NDManager manager) {
        return switch (chosen) {
            case BYOL -> new Byol(byol);
            case MOCO_V2 -> new MocoV2(mocoV2, seed, manager);
            case MOCO_V3 -> new MocoV3(mocoV3);
            case DINO -> new Dino(dino, manager);
            case SIMSIAM -> new SimSiam(simsiam);
            case SIMCLR -> new SimClr(simclr);
        };
    }
}
