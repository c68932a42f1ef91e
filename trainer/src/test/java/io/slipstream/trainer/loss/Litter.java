package io.slipstream.trainer.loss;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Makes the garbage collector take what nobody holds, and fills the memory it leaves with what is no number. */
final class Litter {

    private static final int PIECES = 4_000;

    private Litter() {}

    static void scatter() {
        System.gc();
        System.runFinalization();
        List<ByteBuffer> pieces = new ArrayList<>();
        for (int i = 0; i < PIECES; i++) {
            ByteBuffer piece = ByteBuffer.allocateDirect(Float.BYTES).order(ByteOrder.nativeOrder());
            piece.putFloat(0, Float.NaN);
            pieces.add(piece);
        }
        System.gc();
        if (pieces.size() != PIECES) {
            throw new AssertionError("the pieces must live until here");
        }
    }
}
