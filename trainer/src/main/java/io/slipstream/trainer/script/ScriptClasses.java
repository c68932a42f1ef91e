package io.slipstream.trainer.script;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The TorchScript classes of a module tree: modules of equal structure share one, others of the same name get a number.
 *
 * <p>The root's class also gets a method {@code buffers(self) -> List[Tensor]} that returns every buffer of the tree in
 * the order of {@link ScriptModule#allTensors()}: libtorch hands out parameters by name, but buffers only this way. The
 * tensors alias the module's own.
 */
final class ScriptClasses {

    /** The last part of the package that classes live in, when no foreign ones are beside them. */
    static final String NAME = "slipstream";

    private final IdentityHashMap<ScriptModule, String> names = new IdentityHashMap<>();
    private final List<ScriptModule> representatives = new ArrayList<>();
    private final ScriptModule root;
    private final String name;
    private final Map<String, String> foreignChildren;

    /**
     * The classes of a tree.
     *
     * @param name last part of the package all of them live in
     * @param foreignChildren further children of the root: qualified class by name
     */
    ScriptClasses(ScriptModule root, String name, Map<String, String> foreignChildren) {
        this.root = root;
        this.name = name;
        this.foreignChildren = Map.copyOf(foreignChildren);
        name(root);
    }

    /** The Python package all classes live in. */
    String packageName() {
        return "__torch__." + name;
    }

    /** The archive's source file of that package. */
    String file() {
        return file(name);
    }

    static String file(String name) {
        return "code/__torch__/" + name + ".py";
    }

    String nameOf(ScriptModule module) {
        return Objects.requireNonNull(names.get(module));
    }

    /** Source of all classes, children before those that hold them, as libtorch's importer wants it. */
    String source() {
        return representatives.stream().map(this::classSource).collect(Collectors.joining("\n"));
    }

    private void name(ScriptModule module) {
        module.children().values().forEach(this::name);
        for (ScriptModule known : representatives) {
            if (module != root && known.hasSameClassAs(module)) {
                names.put(module, nameOf(known));
                return;
            }
        }
        long sameName = representatives.stream()
                .filter(known -> known.className().equals(module.className()))
                .count();
        names.put(module, sameName == 0 ? module.className() : module.className() + "_" + (sameName + 1));
        representatives.add(module);
    }

    private String classSource(ScriptModule module) {
        StringBuilder source = new StringBuilder("class " + nameOf(module) + "(Module):\n");
        source.append("  __parameters__ = ").append(tensorNames(module, true)).append('\n');
        source.append("  __buffers__ = ").append(tensorNames(module, false)).append('\n');
        source.append("  __annotations__ = []\n");
        source.append("  training : bool\n");
        module.tensors().keySet().forEach(name -> attribute(source, name, "Tensor"));
        module.children().forEach((name, child) -> attribute(source, name, packageName() + "." + nameOf(child)));
        if (module == root) {
            foreignChildren.forEach((child, type) -> attribute(source, child, type));
        }
        module.methods().forEach(method -> source.append(method.indent(2)));
        if (module == root) {
            source.append("  def buffers(self) -> List[Tensor]:\n    return annotate(List[Tensor], [")
                    .append(String.join(", ", bufferPaths(root, "self")))
                    .append("])\n");
        }
        return source.toString();
    }

    private static String tensorNames(ScriptModule module, boolean trainable) {
        return module.tensors().entrySet().stream()
                .filter(tensor -> tensor.getValue().trainable() == trainable)
                .map(tensor -> '"' + tensor.getKey() + "\", ")
                .collect(Collectors.joining("", "[", "]"));
    }

    private static void attribute(StringBuilder source, String name, String type) {
        if (isIdentifier(name)) {
            source.append("  ").append(name).append(" : ").append(type).append('\n');
        } else {
            source.append("  __annotations__[\"")
                    .append(name)
                    .append("\"] = ")
                    .append(type)
                    .append('\n');
        }
    }

    private static List<String> bufferPaths(ScriptModule module, String path) {
        List<String> paths = new ArrayList<>();
        module.tensors().forEach((name, spec) -> {
            if (!spec.trainable()) {
                paths.add(member(path, name));
            }
        });
        module.children().forEach((name, child) -> paths.addAll(bufferPaths(child, member(path, name))));
        return paths;
    }

    /** The expression for a member whose name may not be an identifier. */
    private static String member(String object, String name) {
        return isIdentifier(name) ? object + "." + name : "getattr(" + object + ", \"" + name + "\")";
    }

    private static boolean isIdentifier(String name) {
        return name.matches("[A-Za-z_][A-Za-z_0-9]*");
    }
}
