package io.slipstream.trainer.script;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Sets a foreign TorchScript module into a module of ours as one more child, so that both are one archive.
 *
 * <p>The foreign classes, tensors, constants and version stay as they are: code of an older version keeps the meaning it
 * had. Ours join in a package of a free name, {@code __torch__.slipstream_0} or a later number, so a graft can be
 * grafted again. Equal parts give equal bytes.
 */
public final class Graft {

    private Graft() {}

    /**
     * Writes a module of ours with a foreign child.
     *
     * @param module calls the child as any other, {@code self.backbone.forward(x)}
     * @param state a value for every tensor of our module
     * @param child name of the foreign child, an identifier
     * @throws IllegalArgumentException if a tensor is missing or has another number of elements than its shape
     */
    public static byte[] write(ScriptModule module, StateDict state, String child, ForeignArchive foreign) {
        String name = freeName(foreign);
        ScriptClasses classes = new ScriptClasses(module, name, Map.of(child, foreign.rootClass()));
        String records = name + ".";
        ArchiveWriter archive = new ArchiveWriter()
                .entry("data.pkl", new ModulePickle(classes, records).of(module, child, foreign.object()))
                .entry(classes.file(), classes.source().getBytes(StandardCharsets.UTF_8));
        ModulePickle.writeRecords(archive, records, module, state);
        foreign.entries().forEach(archive::entry);
        return archive.finish();
    }

    private static String freeName(ForeignArchive foreign) {
        int number = 0;
        while (foreign.source("__torch__." + ScriptClasses.NAME + "_" + number) != null) {
            number++;
        }
        return ScriptClasses.NAME + "_" + number;
    }
}
