package dev.pgconvoy.postgres;

import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The pg_dump and pg_restore of one installation.
///
/// @param folder holds both programs
/// @param version of both; they can dump servers up to this major version
public record PgTools(Path folder, ServerVersion version) {

    private static final Pattern VERSION =
            Pattern.compile("\\(PostgreSQL\\) (\\d{1,3})(?:\\.(\\d{1,3}))?(?:\\.(\\d{1,3}))?");
    /// Where packages for Debian, Homebrew and Red Hat keep each major version's programs.
    private static final List<String> INSTALLATIONS =
            List.of("/usr/lib/postgresql/*", "/opt/homebrew/opt/*", "/usr/local/opt/*", "/usr/pgsql-*");

    private static final Map<String, ServerVersion> MENDED = Map.of(
            "13", new ServerVersion(130_022),
            "14", new ServerVersion(140_019),
            "15", new ServerVersion(150_014),
            "16", new ServerVersion(160_010),
            "17", new ServerVersion(170_006));
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(10);
    private static final int MOST_ANSWER = 1_000;

    /// Starting a program takes longer than most checks of a server; another one has another time of change.
    private static final Map<Program, Optional<ServerVersion>> ASKED = new ConcurrentHashMap<>();

    private static final Map<Program, Boolean> REQUIRING = new ConcurrentHashMap<>();

    private record Program(Path file, FileTime changed) {
        private static Program of(Path file) throws IOException {
            return new Program(file.toRealPath(), Files.getLastModifiedTime(file));
        }
    }

    /// The newest installation on this machine, or the one that the configuration names.
    public static PgTools find(Optional<Path> configured) {
        return configured
                .map(PgTools::in)
                .orElseGet(() -> candidates()
                        .flatMap(folder -> tryIn(folder).stream())
                        .max(Comparator.comparing(PgTools::version)))
                .orElseThrow(() -> new MigrationException(
                        FailureCode.TOOL_UNUSABLE,
                        "pg_dump",
                        "No pg_dump was found on this machine.",
                        "Install the PostgreSQL client (./pgconvoy doctor has the command) or set PGCONVOY_PG_BIN."));
    }

    private static Optional<PgTools> in(Path folder) {
        return Optional.of(tryIn(folder)
                .orElseThrow(() -> new MigrationException(
                        FailureCode.TOOL_UNUSABLE,
                        folder.toString(),
                        "There is no working pg_dump and pg_restore in this folder.",
                        "Correct PGCONVOY_PG_BIN.")));
    }

    private static Stream<Path> candidates() {
        var fromPath = Optional.ofNullable(System.getenv("PATH")).stream()
                .flatMap(path -> Arrays.stream(path.split(java.io.File.pathSeparator)))
                .map(Path::of);
        var installed = INSTALLATIONS.stream().flatMap(PgTools::folders).map(child -> child.resolve("bin"));
        return Stream.concat(installed, fromPath).distinct();
    }

    private static Stream<Path> folders(String pattern) {
        var last = pattern.lastIndexOf('/');
        try (var folders = Files.newDirectoryStream(Path.of(pattern.substring(0, last)), pattern.substring(last + 1))) {
            var found = new ArrayList<Path>();
            folders.forEach(found::add);
            return found.stream();
        } catch (IOException | DirectoryIteratorException _) {
            return Stream.of();
        }
    }

    private static Optional<PgTools> tryIn(Path folder) {
        var dump = folder.resolve("pg_dump");
        if (!Files.isExecutable(dump) || !Files.isExecutable(folder.resolve("pg_restore"))) {
            return Optional.empty();
        }
        try {
            var program = Program.of(dump);
            var version = ASKED.get(program);
            if (version == null) {
                version = ask(dump);
                ASKED.put(program, version);
            }
            return version.map(known -> new PgTools(folder, known));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static Optional<ServerVersion> ask(Path dump) throws IOException {
        var process = new ProcessBuilder(dump.toString(), "--version")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.getOutputStream().close();
        var end = process.onExit().orTimeout(LONGEST_ANSWER.toMillis(), TimeUnit.MILLISECONDS);
        var _ = end.exceptionally(_ -> process.destroyForcibly());
        return parse(new String(process.getInputStream().readNBytes(MOST_ANSWER), StandardCharsets.UTF_8));
    }

    /// Whether the library of its programs knows `require_auth`: libpq 16 and newer, which may be
    /// newer than the programs. The one that does not complains before it looks for a server.
    boolean knowsRequiredMethods() {
        try {
            var program = Program.of(dump());
            var known = REQUIRING.get(program);
            if (known == null) {
                known = !refuses(dump(), "require_auth");
                REQUIRING.put(program, known);
            }
            return known;
        } catch (IOException _) {
            return false;
        }
    }

    private static boolean refuses(Path dump, String option) throws IOException {
        var process = new ProcessBuilder(dump.toString(), "--dbname=host=/nowhere %s=none".formatted(option))
                .redirectErrorStream(true);
        process.environment().keySet().removeIf(name -> name.startsWith("PG"));
        process.environment().put("LC_ALL", "C.UTF-8");
        var said = new String(process.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return said.contains("invalid connection option");
    }

    static Optional<ServerVersion> parse(String said) {
        var matcher = VERSION.matcher(said);
        if (!matcher.find()) {
            return Optional.empty();
        }
        var major = number(matcher, 1);
        return Optional.of(new ServerVersion(
                major < 10
                        ? major * 10_000 + number(matcher, 2) * 100 + number(matcher, 3)
                        : major * 10_000 + number(matcher, 2)));
    }

    private static int number(Matcher matcher, int group) {
        return Optional.ofNullable(matcher.group(group)).map(Integer::parseInt).orElse(0);
    }

    /// The version that mends what makes names of a source run as code on the target (CVE-2025-8714, CVE-2025-8715);
    /// empty when this one does. What is older than 13 has never been mended.
    public Optional<String> neededUpdate() {
        if (version.isAtLeast(18)) {
            return Optional.empty();
        }
        var needed = MENDED.get(version.major());
        return needed != null && version.compareTo(needed) >= 0
                ? Optional.empty()
                : Optional.of(needed == null ? "17.6" : needed.toString());
    }

    public boolean canDump(ServerVersion server) {
        return version.isSameOrNewerMajorThan(server);
    }

    public Path dump() {
        return folder.resolve("pg_dump");
    }

    public Path restore() {
        return folder.resolve("pg_restore");
    }
}
