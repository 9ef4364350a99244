package dev.pgconvoy.launcher.stack;

import dev.pgconvoy.launcher.stack.aot.AotCache;
import dev.pgconvoy.launcher.stack.aot.AotCaches;
import dev.pgconvoy.launcher.stack.broker.BrokerMain;
import dev.pgconvoy.launcher.stack.process.StackException;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Where the build has put what the stack runs.
///
/// @param brokerClassPath folders of jars
/// @param serverArchives folders with `postgres-MAJOR.jar`; servers are unpacked beside them
/// @param modules the folder with the services' modules
/// @param caches of the JVMs of the stack
public record StackDistribution(List<Path> brokerClassPath, List<Path> serverArchives, Path modules, AotCaches caches) {

    private static final String HOME = "pgconvoy.home";

    public StackDistribution {
        brokerClassPath = List.copyOf(brokerClassPath);
        serverArchives = List.copyOf(serverArchives);
    }

    public static StackDistribution at(Path home) {
        var built = home.resolve("launcher/target");
        return new StackDistribution(
                List.of(built.resolve("kafka"), built.resolve("lib")),
                List.of(built.resolve("postgres")),
                home,
                AotCaches.in(built.resolve("aot")));
    }

    /// As `./pgconvoy` says, else the source tree that we are in (tests).
    public static StackDistribution current() {
        var home = System.getProperty(HOME);
        if (home != null) {
            return at(Path.of(home));
        }
        var start = Path.of("").toAbsolutePath();
        for (var folder = start; folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve("launcher/pom.xml"))) {
                return at(folder);
            }
        }
        throw new StackException(
                "The system property %s is not set, and %s is not inside pgconvoy's source tree. Run ./pgconvoy."
                        .formatted(HOME, start));
    }

    /// The same with servers of more versions.
    public StackDistribution withServers(Path folder) {
        var folders = new ArrayList<>(serverArchives);
        folders.add(folder);
        return new StackDistribution(brokerClassPath, folders, modules, caches);
    }

    /// The same for JVMs that neither use nor record AOT caches.
    public StackDistribution withoutCaches() {
        return new StackDistribution(brokerClassPath, serverArchives, modules, caches.off());
    }

    Path service(String module) {
        return existing(modules.resolve(module).resolve("target/quarkus-app/quarkus-run.jar"));
    }

    Path server(int major) {
        var name = "postgres-" + major + ".jar";
        return serverArchives.stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::exists)
                .findFirst()
                .orElseGet(() -> existing(serverArchives.getFirst().resolve(name)));
    }

    /// @param module of the service
    public AotCache serviceCache(String module) {
        return caches.of(module, List.of(service(module).getParent()));
    }

    public AotCache brokerCache() {
        return caches.of(
                "kafka",
                Stream.concat(Stream.of(ownClasses()), brokerClassPath.stream()).toList());
    }

    String brokerJars() {
        return Stream.concat(
                        Stream.of(ownClasses().toString()),
                        brokerClassPath.stream().map(folder -> existing(folder) + "/*"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /// The launcher's jar, or in tests the folder of its classes.
    private static Path ownClasses() {
        try {
            return Path.of(BrokerMain.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the launcher's own classes are not in a file", e);
        }
    }

    private static Path existing(Path file) {
        if (Files.exists(file)) {
            return file;
        }
        throw new StackException("%s is missing: build it with `mvn package -DskipTests`.".formatted(file));
    }
}
