package io.slipstream.trainer.weights;

import ai.djl.ndarray.NDManager;
import io.slipstream.trainer.engine.Program;
import io.slipstream.trainer.script.ForeignArchive;
import io.slipstream.trainer.script.ForeignArchiveException;
import io.slipstream.trainer.script.ForeignSignature;
import io.slipstream.trainer.script.ForeignSignature.Argument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An encoder of somebody else's making: any TorchScript module that maps images to {@code [batch, dim]} or to tokens,
 * {@code [batch, tokens, dim]}.
 *
 * <p>It has passed a dry run: batches of 2 and 3, in training and in evaluation, and a backward pass. A module that was
 * traced behaves in training as it did when it was traced, since a trace forgets the difference. Immutable.
 */
public final class ImportedEncoder {

    private static final Logger log = LoggerFactory.getLogger(ImportedEncoder.class);

    /** What numbers the module wants its images in. */
    public enum Input {
        /** Less ImageNet's mean, by its deviation. */
        NORMALIZED,
        /** 0..1. */
        UNIT,
        /** 0..255, as float32. */
        PIXELS
    }

    /** How tokens become one embedding; without effect on a module that returns embeddings. */
    public enum Pool {
        /** The first token. */
        CLASS_TOKEN,
        /** The mean of all tokens, whatever they stand for. */
        MEAN
    }

    private final String name;
    private final byte[] archive;
    private final int dim;
    private final int imageSize;

    private ImportedEncoder(String name, byte[] archive, int dim, int imageSize) {
        this.name = name;
        this.archive = archive;
        this.dim = dim;
        this.imageSize = imageSize;
    }

    /**
     * Opens and tries a module.
     *
     * @param file a TorchScript archive
     * @param imageSize side of the square images it will get, in pixels
     * @param manager parent of what the dry run needs, which is freed again
     * @throws EncoderException if the module does not fit; the message says why and what to do
     * @throws IOException if the file cannot be read
     */
    public static ImportedEncoder open(Path file, int imageSize, Input input, Pool pool, NDManager manager)
            throws IOException, EncoderException {
        long size = Files.size(file);
        if (size > Integer.MAX_VALUE - 8) {
            throw new EncoderException(
                    file + ": expected at most " + (Integer.MAX_VALUE - 8) + " bytes, found " + size);
        }
        try {
            ForeignArchive foreign = ForeignArchive.read(Files.readAllBytes(file));
            requireImagesToEmbeddings(foreign);
            byte[] archive = ImportedProgram.forTraining(foreign, input, pool);
            int dim = new DryRun(archive, foreign, imageSize, manager).dim();
            log.atInfo()
                    .addKeyValue("file", file)
                    .addKeyValue("class", foreign.rootClass())
                    .addKeyValue("dim", dim)
                    .addKeyValue("imageSize", imageSize)
                    .log("Opened an encoder from a file");
            return new ImportedEncoder(baseName(file), archive, dim, imageSize);
        } catch (ForeignArchiveException | EncoderException e) {
            throw new EncoderException(file + ": " + e.getMessage(), e);
        }
    }

    private static void requireImagesToEmbeddings(ForeignArchive foreign) throws EncoderException {
        if (foreign.mentionsStorage("BFloat16Storage")) {
            throw new EncoderException("expected float32 tensors, found bfloat16; save the network as model.float()");
        }
        ForeignSignature forward = ForeignSignature.of(foreign)
                .orElseThrow(() -> new EncoderException("expected a method forward in " + foreign.rootClass()
                        + ", found none; give the module a forward(self, images: Tensor) -> Tensor"));
        List<Argument> arguments = forward.arguments();
        boolean takesImages = !arguments.isEmpty()
                && arguments.get(0).type().equals("Tensor")
                && arguments.stream().skip(1).allMatch(Argument::optional);
        if (!takesImages) {
            throw new EncoderException("expected forward to take one tensor of images, found " + arguments
                    + "; wrap the network in a module that takes images alone");
        }
        if (!forward.result().equals("Tensor")) {
            throw new EncoderException("expected forward to return one tensor, found " + forward.result()
                    + "; wrap the network in a module that returns the embeddings alone");
        }
    }

    private static String baseName(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    /**
     * Returns the snapshot of a program that was loaded from {@link #archive()} and has learned since.
     *
     * <p>Its {@code forward} takes plain pixels, uint8 or float 0..255, RGB {@code [batch, 3, size, size]}, and returns
     * float32 {@code [batch, dim]}. It opens in evaluation mode. Leaves the program in training mode.
     */
    public static byte[] snapshotArchive(Program program) {
        try {
            return ImportedProgram.forSnapshots(ForeignArchive.read(program.archive()));
        } catch (ForeignArchiveException impossible) {
            throw new IllegalStateException("libtorch wrote an archive that is none", impossible);
        }
    }

    /** The file's name without its ending: the network's name in snapshots. */
    public String name() {
        return name;
    }

    /**
     * The program to train, for {@link Program#load(byte[], NDManager)}: {@code forward(x)} takes normalized images,
     * float32 {@code [batch, 3, imageSize, imageSize]}, and returns float32 {@code [batch, dim]}.
     */
    public byte[] archive() {
        return archive.clone();
    }

    /** Length of one embedding. */
    public int dim() {
        return dim;
    }

    /** Side of the square input in pixels. */
    public int imageSize() {
        return imageSize;
    }
}
