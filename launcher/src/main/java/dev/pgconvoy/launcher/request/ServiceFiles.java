package dev.pgconvoy.launcher.request;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// libpq's service files, in which `service=NAME` is looked up: the user's (`PGSERVICEFILE` or `~/.pg_service.conf`),
/// then the machine's. Errors never repeat a line, which may hold a password.
///
/// ```
/// [shop]
/// host=old.example.org
/// dbname=shop
/// ```
final class ServiceFiles {

    private static final String SERVICE = "service";
    private static final String NAME = "pg_service.conf";
    private static final int LARGEST = 1 << 20;
    private static final List<String> MACHINES = List.of("/etc/postgresql-common", "/etc");

    private final UnaryOperator<@Nullable String> environment;

    ServiceFiles(UnaryOperator<@Nullable String> environment) {
        this.environment = environment;
    }

    /// What is said beside the service counts more than what its file says.
    ///
    /// @throws IllegalArgumentException when there is no such service, or its file cannot be read
    Map<String, String> completed(Map<String, String> parameters) {
        var name = parameters.getOrDefault(SERVICE, "");
        if (name.isEmpty()) {
            return parameters;
        }
        var all = new LinkedHashMap<>(find(name));
        all.putAll(parameters);
        all.remove(SERVICE);
        return all;
    }

    private Map<String, String> find(String service) {
        var files = files();
        for (var file : files) {
            var found = Files.isRegularFile(file) ? section(file, service) : Optional.<Map<String, String>>empty();
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new IllegalArgumentException("the service is in none of the service files: %s"
                .formatted(String.join(", ", files.stream().map(Path::toString).toList())));
    }

    private List<Path> files() {
        var files = new ArrayList<Path>();
        variable("PGSERVICEFILE")
                .map(Path::of)
                .or(() -> variable("HOME").map(home -> Path.of(home, "." + NAME)))
                .ifPresent(files::add);
        variable("PGSYSCONFDIR").map(List::of).orElse(MACHINES).forEach(folder -> files.add(Path.of(folder, NAME)));
        return files;
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.apply(name)).filter(value -> !value.isEmpty());
    }

    private static Optional<Map<String, String>> section(Path file, String service) {
        var found = new LinkedHashMap<String, String>();
        var isIn = false;
        var isThere = false;
        for (var line : lines(file)) {
            var text = line.strip();
            if (text.isEmpty() || text.startsWith("#")) {
                continue;
            }
            if (text.startsWith("[")) {
                // The first section of the name counts.
                isIn = !isThere && text.equals("[" + service + "]");
                isThere |= isIn;
            } else if (isIn) {
                put(file, text, found);
            }
        }
        return isThere ? Optional.of(found) : Optional.empty();
    }

    private static void put(Path file, String text, Map<String, String> found) {
        var equals = text.indexOf('=');
        if (equals < 1 || text.startsWith("ldap")) {
            throw new IllegalArgumentException("the service file %s has a line that is not name=value".formatted(file));
        }
        var name = text.substring(0, equals);
        if (name.equals(SERVICE)) {
            throw new IllegalArgumentException("a service in %s names another service".formatted(file));
        }
        found.putIfAbsent(name, text.substring(equals + 1));
    }

    private static List<String> lines(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                throw new IllegalArgumentException("the service file %s is too large".formatted(file));
            }
            return Files.readAllLines(file);
        } catch (MalformedInputException _) {
            throw new IllegalArgumentException("the service file %s is not in UTF-8".formatted(file));
        } catch (IOException _) {
            throw new IllegalArgumentException("the service file %s cannot be read".formatted(file));
        }
    }
}
