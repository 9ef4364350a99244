package dev.pgconvoy.bench.server;

import dev.pgconvoy.bench.BenchException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// PostgreSQL's programs. The server refuses to run as root, so then it runs as Debian's user.
///
/// @param bin holds `postgres`, `initdb`, `psql`, `pg_dump`, `pgbench`
public record PostgresPrograms(Path bin) {

    private static final String OWNER = "postgres";

    public PostgresPrograms {
        for (var program : List.of("postgres", "initdb", "psql", "pg_dump", "pg_restore", "pgbench")) {
            if (!Files.isExecutable(bin.resolve(program))) {
                throw new BenchException(
                        "There is no %s in %s: apt-get install -y postgresql-15, or name another folder with --pg-bin."
                                .formatted(program, bin));
            }
        }
    }

    String program(String name) {
        return bin.resolve(name).toString();
    }

    /// A command line of the server's own user. It ends with us, also when we are killed.
    List<String> asServer(String program, List<String> arguments) {
        var line = new ArrayList<>(List.of("setpriv", "--pdeathsig", "INT"));
        if (isRoot()) {
            line.addAll(List.of("--reuid", OWNER, "--regid", OWNER, "--clear-groups"));
        }
        line.add(program(program));
        line.addAll(arguments);
        return line;
    }

    /// Gives a file to the server's user.
    Path owned(Path file) {
        if (isRoot()) {
            try {
                Files.setOwner(
                        file,
                        FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(OWNER));
            } catch (IOException e) {
                throw new BenchException("%s cannot be given to the user %s: %s".formatted(file, OWNER, e), e);
            }
        }
        return file;
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    public String version() {
        return ToolRun.of(program("postgres"), "--version").output().strip();
    }
}
