package dev.pgconvoy.launcher.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/// The version that Maven wrote into the jar.
final class VersionProvider implements IVersionProvider {

    private static final String FILE = "/META-INF/maven/dev.pgconvoy/launcher/pom.properties";

    @Override
    public String[] getVersion() {
        var properties = new Properties();
        try (var stream = VersionProvider.class.getResourceAsStream(FILE)) {
            if (stream != null) {
                properties.load(stream);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new String[] {"pgconvoy " + properties.getProperty("version", "(not built by Maven)")};
    }
}
