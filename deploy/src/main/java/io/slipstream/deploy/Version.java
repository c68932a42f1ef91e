package io.slipstream.deploy;

import picocli.CommandLine.IVersionProvider;

/** The version in the manifest of the launcher's jar. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Slipstream.class.getPackage().getImplementationVersion();
        return new String[] {"slipstream " + (version == null ? "(not packaged)" : version)};
    }
}
