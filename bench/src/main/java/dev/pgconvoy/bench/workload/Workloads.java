package dev.pgconvoy.bench.workload;

import static dev.pgconvoy.bench.workload.PeerTool.DUMP_DIRECTORY;
import static dev.pgconvoy.bench.workload.PeerTool.DUMP_FILE;
import static dev.pgconvoy.bench.workload.PeerTool.DUMP_PIPE;
import static dev.pgconvoy.bench.workload.PeerTool.FLOOR;
import static dev.pgconvoy.bench.workload.PeerTool.PGCOPYDB;

import dev.pgconvoy.bench.BenchException;
import dev.pgconvoy.bench.proxy.NetworkModel;
import dev.pgconvoy.bench.workload.DatabaseFiller.Pgbench;
import dev.pgconvoy.bench.workload.DatabaseFiller.Scripts;
import dev.pgconvoy.bench.workload.Workload.Bar;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/// All workloads, in the order in which they are run.
public final class Workloads {

    private static final List<PeerTool> ALL = List.of(PGCOPYDB, DUMP_DIRECTORY, FLOOR);
    private static final List<PeerTool> WITHOUT_FLOOR = List.of(PGCOPYDB, DUMP_DIRECTORY, DUMP_PIPE);
    private static final Duration FAR = Duration.ofMillis(20);
    private static final int JOBS_WHEN_FAR = 8;

    public static final List<Workload> MOVED = List.of(
            new Workload(
                    "bulk",
                    "pgbench -i -s 100: one table of 1.3 GB, its primary key",
                    new Pgbench(100),
                    PgcopydbOptions.jobs(8, 4),
                    ALL,
                    new Bar(PGCOPYDB, 0.70)),
            new Workload(
                    "wide",
                    "1 GB of text, jsonb, numeric and bytea in one table with three indexes",
                    Scripts.of("wide"),
                    PgcopydbOptions.jobs(4, 4).splitting("200 MB"),
                    ALL,
                    new Bar(PGCOPYDB, 0.70)),
            new Workload(
                    "many",
                    "2,000 tables of 100 rows, each with a primary key and an index",
                    Scripts.of("many"),
                    PgcopydbOptions.jobs(4, 4),
                    WITHOUT_FLOOR,
                    new Bar(PGCOPYDB, 0.25),
                    new Bar(DUMP_PIPE, 0.80)),
            new Workload(
                            "latency",
                            "the same 2,000 tables and one of 200 MB, 20 ms round trip between us and both servers",
                            Scripts.of("many", "freight"),
                            PgcopydbOptions.jobs(8, 4),
                            WITHOUT_FLOOR,
                            new Bar(PGCOPYDB, 0.20))
                    .over(NetworkModel.roundTrip(FAR), JOBS_WHEN_FAR),
            new Workload(
                    "blobs",
                    "20,000 large objects, most of 4 KB, some of 40 KB",
                    Scripts.of("blobs"),
                    PgcopydbOptions.jobs(4, 4),
                    WITHOUT_FLOOR,
                    new Bar(PGCOPYDB, 0.40)),
            new Workload(
                    "fks",
                    "20 foreign keys over 5 million rows: four fact tables, five dimensions",
                    Scripts.of("fks"),
                    PgcopydbOptions.jobs(2, 2),
                    ALL,
                    new Bar(PGCOPYDB, 0.40)),
            new Workload(
                    "toast",
                    "a small heap with 1 GB of incompressible TOAST",
                    Scripts.of("toast"),
                    PgcopydbOptions.jobs(2, 2),
                    ALL,
                    new Bar(PGCOPYDB, 0.70)),
            new Workload(
                    "skew",
                    "one table of 1 GB with nine tenths of its rows in a hundredth of its key range",
                    Scripts.of("skew"),
                    PgcopydbOptions.jobs(4, 4),
                    ALL,
                    new Bar(PGCOPYDB, 0.70)),
            new Workload(
                    "databases50",
                    "50 databases of 20 tables with 1,000 rows and an index each",
                    Collections.nCopies(50, Scripts.of("small")),
                    List.of(DUMP_PIPE),
                    new Bar(DUMP_PIPE, 1.0),
                    Bar.verified(DUMP_PIPE, 1.4)),
            new Workload(
                    "unequal",
                    "two databases: one table of 500 MB with a slow index; 300 tables of 1 MB",
                    List.of(Scripts.of("giant"), Scripts.of("middling")),
                    List.of(DUMP_PIPE),
                    new Bar(DUMP_PIPE, 1.0)),
            schema(
                    "schema",
                    "2,000 functions, 3,000 views up to 100 deep, 500 policies, 2,000 comments and grants",
                    new Bar(DUMP_FILE, 0.6),
                    Bar.verified(DUMP_FILE, 1.0)),
            schema("sequences10k", "10,000 sequences", new Bar(DUMP_FILE, 0.5)),
            schema(
                    "partitions1600",
                    "1,000 partitions, ten of them with 60 of their own, and a foreign key to all",
                    new Bar(DUMP_FILE, 0.5)),
            schema("schemas200", "200 schemas of 25 tables, with foreign keys across them", new Bar(DUMP_FILE, 0.5)));

    /// One database with many objects and few rows.
    private static Workload schema(String name, String about, Bar... bars) {
        return new Workload(name, about, Scripts.of(name), PgcopydbOptions.jobs(4, 4), List.of(DUMP_FILE), bars);
    }

    private Workloads() {}

    public static Workload named(String name) {
        return MOVED.stream()
                .filter(workload -> workload.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new BenchException("There is no workload %s; choose of %s."
                        .formatted(
                                name,
                                MOVED.stream().map(Workload::name).collect(Collectors.joining(", ", "", ", scale")))));
    }
}
