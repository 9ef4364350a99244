package dev.pgconvoy.bench.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// @param split the size from which a table is copied in parts, as pgcopydb writes it
public record PgcopydbOptions(int tableJobs, int indexJobs, Optional<String> split) {

    public static PgcopydbOptions jobs(int tableJobs, int indexJobs) {
        return new PgcopydbOptions(tableJobs, indexJobs, Optional.empty());
    }

    public PgcopydbOptions splitting(String size) {
        return new PgcopydbOptions(tableJobs, indexJobs, Optional.of(size));
    }

    public List<String> arguments() {
        var arguments = new ArrayList<>(
                List.of("--table-jobs", Integer.toString(tableJobs), "--index-jobs", Integer.toString(indexJobs)));
        split.ifPresent(size -> arguments.addAll(List.of("--split-tables-larger-than", size)));
        return arguments;
    }

    public String text() {
        return String.join(" ", arguments());
    }

    /// What a careful user would try.
    public static List<PgcopydbOptions> candidates() {
        return List.of(
                jobs(1, 1),
                jobs(2, 2),
                jobs(4, 2),
                jobs(4, 4),
                jobs(8, 4),
                jobs(2, 2).splitting("200 MB"),
                jobs(4, 4).splitting("200 MB"));
    }
}
