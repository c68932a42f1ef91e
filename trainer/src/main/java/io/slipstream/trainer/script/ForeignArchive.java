package io.slipstream.trainer.script;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * A TorchScript archive that somebody else wrote, PyTorch or an earlier snapshot: its parts, ready to be grafted.
 *
 * <p>Kept are classes, tensors, constants and the version; left out are debug information, traced inputs and other
 * extras, which no program runs on. Immutable. Format: see {@link ScriptArchive}.
 */
public final class ForeignArchive {

    private static final String HOW_TO_SAVE = "save the network with torch.jit.script(model).save(path)";
    private static final byte PROTO = (byte) 0x80;
    private static final String PICKLE = "data.pkl";
    private static final String CODE = "code/";
    private static final String OLD_VERSION = ".data/version";
    private static final String VERSION = "version";
    private static final List<String> KEPT_FILES = List.of("constants.pkl", VERSION, "byteorder");
    private static final List<String> KEPT_FOLDERS = List.of(CODE, "data/", "constants/");

    private final SortedMap<String, byte[]> entries;
    private final byte[] object;
    private final String rootClass;

    private ForeignArchive(SortedMap<String, byte[]> entries, byte[] object, String rootClass) {
        this.entries = Collections.unmodifiableSortedMap(entries);
        this.object = object;
        this.rootClass = rootClass;
    }

    /**
     * Takes an archive apart.
     *
     * @throws ForeignArchiveException if it is not a TorchScript archive
     */
    public static ForeignArchive read(byte[] archive) throws ForeignArchiveException {
        if (archive.length < 4 || archive[0] != 'P' || archive[1] != 'K') {
            throw new ForeignArchiveException("expected a TorchScript archive, found " + kind(archive));
        }
        SortedMap<String, byte[]> entries = new TreeMap<>();
        byte[] pickle;
        try (ZipFile zip = ZipFile.builder()
                .setSeekableByteChannel(new SeekableInMemoryByteChannel(archive))
                .get()) {
            String top = topFolder(zip);
            for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
                String name = entry.getName().startsWith(top) ? entry.getName().substring(top.length()) : "";
                if (isKept(name) && entries.put(name.equals(OLD_VERSION) ? VERSION : name, bytes(zip, entry)) != null) {
                    throw new ForeignArchiveException("the archive holds " + name + " twice");
                }
            }
            pickle = bytes(zip, zip.getEntry(top + PICKLE));
        } catch (IOException | IllegalArgumentException e) {
            throw new ForeignArchiveException(
                    "expected a TorchScript archive, found a damaged zip: " + e.getMessage(), e);
        }
        if (entries.keySet().stream().noneMatch(name -> name.startsWith(CODE))) {
            throw new ForeignArchiveException(
                    "expected a TorchScript archive, found a pickled Python object without code,"
                            + " as torch.save writes a state dict; " + HOW_TO_SAVE);
        }
        return new ForeignArchive(entries, object(pickle), rootClass(pickle));
    }

    /** What a file that is no zip seems to be. */
    private static String kind(byte[] file) {
        if (file.length > 8 && file[8] == '{') {
            return "a safetensors file, which holds weights without a network; name it *.safetensors and choose a"
                    + " built-in network, or " + HOW_TO_SAVE;
        }
        if (file.length > 0 && file[0] == PROTO) {
            return "a pickled Python object, as torch.save once wrote; " + HOW_TO_SAVE;
        }
        return file.length + " bytes that are no zip; " + HOW_TO_SAVE;
    }

    private static String topFolder(ZipFile zip) throws ForeignArchiveException {
        return Collections.list(zip.getEntries()).stream()
                .map(ZipArchiveEntry::getName)
                .filter(name -> name.endsWith("/" + PICKLE) && name.indexOf('/') == name.lastIndexOf('/'))
                .map(name -> name.substring(0, name.length() - PICKLE.length()))
                .findFirst()
                .orElseThrow(() -> new ForeignArchiveException(
                        "expected a TorchScript archive, found a zip without " + PICKLE + "; " + HOW_TO_SAVE));
    }

    private static boolean isKept(String name) {
        return KEPT_FILES.contains(name)
                || name.equals(OLD_VERSION)
                || (KEPT_FOLDERS.stream().anyMatch(name::startsWith)
                        && !name.endsWith("/")
                        && !name.endsWith(".debug_pkl"));
    }

    private static byte[] bytes(ZipFile zip, ZipArchiveEntry entry) throws IOException {
        try (InputStream content = zip.getInputStream(entry)) {
            return content.readAllBytes();
        }
    }

    /** The pickle without its PROTO and STOP: opcodes that leave the root object on the stack. */
    private static byte[] object(byte[] pickle) throws ForeignArchiveException {
        if (pickle.length < 4 || pickle[0] != PROTO || pickle[1] != 2 || pickle[pickle.length - 1] != '.') {
            throw new ForeignArchiveException("expected " + PICKLE + " to be a pickle of protocol 2 up to its STOP");
        }
        return Arrays.copyOfRange(pickle, 2, pickle.length - 1);
    }

    /** The first GLOBAL: TorchScript pickles an object as its class, then its attributes. */
    private static String rootClass(byte[] pickle) throws ForeignArchiveException {
        String text = new String(pickle, 0, Math.min(pickle.length, 4096), StandardCharsets.ISO_8859_1);
        String[] lines = text.split("\n", 3);
        if (text.charAt(2) != 'c' || lines.length < 3 || !lines[0].startsWith("__torch__", 3)) {
            throw new ForeignArchiveException(
                    "expected " + PICKLE + " to hold a TorchScript module, found another object; " + HOW_TO_SAVE);
        }
        return lines[0].substring(3) + "." + lines[1];
    }

    /** Qualified name of the root module's class, for instance {@code __torch__.torchvision.models.resnet.ResNet}. */
    public String rootClass() {
        return rootClass;
    }

    /** The source text of a package of classes; null if the archive has none of that name. */
    @Nullable
    String source(String packageName) {
        byte[] source = entries.get(CODE + packageName.replace('.', '/') + ".py");
        return source == null ? null : new String(source, StandardCharsets.UTF_8);
    }

    /** Whether any class mentions a text. */
    public boolean codeContains(String text) {
        return entries.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(CODE))
                .anyMatch(entry -> new String(entry.getValue(), StandardCharsets.UTF_8).contains(text));
    }

    /** Whether any tensor has elements of a kind, {@code BFloat16Storage} for instance. */
    public boolean mentionsStorage(String storage) {
        return new String(object, StandardCharsets.ISO_8859_1).contains("ctorch\n" + storage + "\n");
    }

    /** Everything but the root object, by name below the archive's folder. */
    Map<String, byte[]> entries() {
        return entries;
    }

    /** The root object's pickle opcodes. */
    byte[] object() {
        return object;
    }
}
