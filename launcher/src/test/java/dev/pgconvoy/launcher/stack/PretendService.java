package dev.pgconvoy.launcher.stack;

import com.sun.net.httpserver.HttpServer;
import dev.pgconvoy.launcher.stack.aot.AotCaches;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/// Stands where a service's jar would: ready at once, or as `PRETEND` says.
public final class PretendService {

    private PretendService() {}

    /// A distribution whose module `pretend` is this class, with the real broker and servers.
    static StackDistribution in(Path modules) throws IOException {
        return in(modules, StackDistribution.current().caches().off());
    }

    static StackDistribution in(Path modules, AotCaches caches) throws IOException {
        var real = StackDistribution.current();
        var folder = Files.createDirectories(modules.resolve("pretend/target/quarkus-app"));
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, PretendService.class.getName());
        var name = PretendService.class.getName().replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(folder.resolve("quarkus-run.jar"));
                var jar = new JarOutputStream(file, manifest);
                var code = PretendService.class.getResourceAsStream("/" + name)) {
            jar.putNextEntry(new JarEntry(name));
            code.transferTo(jar);
        }
        return new StackDistribution(real.brokerClassPath(), real.serverArchives(), modules, caches);
    }

    public static void main(String[] arguments) throws IOException {
        var mood = System.getenv().getOrDefault("PRETEND", "");
        if (mood.equals("fail")) {
            System.err.println("a setting is missing");
            System.exit(3);
        }
        var status = mood.equals("never ready") ? 503 : 200;
        var port = Integer.parseInt(System.getenv("QUARKUS_HTTP_PORT"));
        var server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
        server.createContext("/q/health/ready", exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        System.out.println("listening");
    }
}
