package dev.pgconvoy.launcher.stack.settings;

import dev.pgconvoy.secret.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One instance of one of our services.
///
/// @param name of the instance
/// @param module whose `target/quarkus-app` it runs
/// @param httpPort on 127.0.0.1; 0 for a free one
/// @param properties configuration, by Quarkus' property names; handed over as environment variables
/// @param secrets by the environment variable that will hold them
/// @param jvmFlags heap, garbage collector, compiler
/// @param startLimit how long it may take until its readiness check passes
public record ServiceSettings(
        String name,
        String module,
        int httpPort,
        Map<String, String> properties,
        Map<String, Secret> secrets,
        List<String> jvmFlags,
        Duration startLimit)
        implements StackPart {

    /// For short lives: half the start-up time, and not the peak performance, of a JVM's defaults.
    public static final List<String> QUICK_JVM =
            List.of("-Xms32m", "-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private static final Duration START_LIMIT = Duration.ofMinutes(3);

    public ServiceSettings {
        properties = Map.copyOf(properties);
        secrets = Map.copyOf(secrets);
        jvmFlags = List.copyOf(jvmFlags);
    }

    public static ServiceSettings of(String module) {
        return new ServiceSettings(module, module, 0, Map.of(), Map.of(), QUICK_JVM, START_LIMIT);
    }

    /// For a second instance of the same module.
    public ServiceSettings named(String newName) {
        return new ServiceSettings(newName, module, httpPort, properties, secrets, jvmFlags, startLimit);
    }

    public ServiceSettings onPort(int newPort) {
        return new ServiceSettings(name, module, newPort, properties, secrets, jvmFlags, startLimit);
    }

    public ServiceSettings with(String property, String value) {
        var more = new HashMap<>(properties);
        more.put(property, value);
        return new ServiceSettings(name, module, httpPort, more, secrets, jvmFlags, startLimit);
    }

    public ServiceSettings withSecret(String variable, Secret value) {
        var more = new HashMap<>(secrets);
        more.put(variable, value);
        return new ServiceSettings(name, module, httpPort, properties, more, jvmFlags, startLimit);
    }

    /// With another limit for its start.
    public ServiceSettings within(Duration newStartLimit) {
        return new ServiceSettings(name, module, httpPort, properties, secrets, jvmFlags, newStartLimit);
    }

    /// Flags that are set later with [#withJvm] replace this one.
    public ServiceSettings withLogin(Path jaasFile) {
        return withSystemProperty("java.security.auth.login.config", jaasFile.toString());
    }

    /// Wins over what the environment and its files of settings say. Flags that are set later with [#withJvm] replace
    /// it.
    public ServiceSettings withSystemProperty(String property, String value) {
        var flags = new ArrayList<>(jvmFlags);
        flags.add("-D" + property + "=" + value);
        return new ServiceSettings(name, module, httpPort, properties, secrets, flags, startLimit);
    }

    public ServiceSettings withJvm(String... flags) {
        return new ServiceSettings(name, module, httpPort, properties, secrets, List.of(flags), startLimit);
    }
}
