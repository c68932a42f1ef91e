package io.slipstream.deploy.process;

import java.net.URISyntaxException;
import java.nio.file.Path;

/**
 * The directory the launcher runs from: {@code lib/} with the jars, {@code registry/} with the schema registry and
 * {@code cds/} with class data archives.
 */
public record Installation(Path home) {
    /** The launcher's main class. */
    public static final String LAUNCHER = "io.slipstream.deploy.Slipstream";

    /** The installation this class was loaded from, or the one beside it when it runs from a build directory. */
    public static Installation current() {
        try {
            Path code = Path.of(Installation.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            boolean packaged = code.toString().endsWith(".jar");
            return new Installation(packaged ? code.resolve("../..").normalize() : code.resolveSibling("slipstream"));
        } catch (URISyntaxException e) {
            throw new IllegalStateException("The installation is at a place without a path", e);
        }
    }

    /** The directory of the unpacked schema registry. */
    public Path registry() {
        return home.resolve("registry");
    }

    /** The class data archive that makes the program of that name start faster; it need not exist. */
    public Path archive(String program) {
        return home.resolve("cds").resolve(program + ".jsa");
    }
}
