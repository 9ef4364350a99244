package dev.pgconvoy.bench.workload;

import dev.pgconvoy.bench.BenchException;
import java.util.Arrays;
import java.util.stream.Collectors;

/// Whom we are compared with.
public enum PeerTool {
    PGCOPYDB("pgcopydb"),
    DUMP_DIRECTORY("pg_dump -Fd | pg_restore"),
    DUMP_FILE("pg_dump | pg_restore -j4"),
    DUMP_PIPE("pg_dump | psql"),
    FLOOR("floor");

    private final String text;

    PeerTool(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    /// The word on the command line.
    public String option() {
        return switch (this) {
            case PGCOPYDB -> "pgcopydb";
            case DUMP_DIRECTORY -> "pg_dump";
            case DUMP_FILE -> "pg_restore";
            case DUMP_PIPE -> "psql";
            case FLOOR -> "floor";
        };
    }

    public static PeerTool parse(String option) {
        return Arrays.stream(values())
                .filter(peer -> peer.option().equals(option))
                .findFirst()
                .orElseThrow(() -> new BenchException("There is no peer %s; choose of %s."
                        .formatted(
                                option,
                                Arrays.stream(values()).map(PeerTool::option).collect(Collectors.joining(", ")))));
    }
}
