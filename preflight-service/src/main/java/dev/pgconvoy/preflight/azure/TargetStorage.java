package dev.pgconvoy.preflight.azure;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.failure.Severity;
import dev.pgconvoy.preflight.azure.TargetFacts.Server;
import dev.pgconvoy.preflight.examination.Examination;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// The target's storage must hold the source's databases and a quarter more. How much of it is used, Azure does not
/// tell here.
final class TargetStorage implements TargetCheck {

    private static final String SIZE = "SELECT pg_database_size(datname) FROM pg_database WHERE datname = ?";
    private static final long GIB = 1L << 30;

    /// @param sourceBytes of the databases that are to move
    record Row(TargetResource target, long sourceBytes, int storageGiB, boolean grows) {

        long wantedGiB() {
            return Math.ceilDiv(sourceBytes + sourceBytes / 4, GIB);
        }
    }

    @Override
    public String name() {
        return "target-storage";
    }

    /// Without a connection to the source its size is not known.
    @Override
    public List<Finding> run(TargetExamination examination) throws SQLException {
        var server =
                examination.facts().server().filter(known -> known.storageGiB().isPresent());
        var connected = examination.connected();
        return server.isEmpty() || connected.isEmpty()
                ? List.of()
                : assess(row(examination.target(), server.get(), connected.get())).stream()
                        .toList();
    }

    private static Row row(TargetResource target, Server server, Examination connected) throws SQLException {
        var bytes = 0L;
        for (var database : connected.selection().names()) {
            bytes += connected.source().query(SIZE, row -> row.getLong(1), database).stream()
                    .mapToLong(size -> size)
                    .sum();
        }
        return new Row(target, bytes, server.storageGiB().orElseThrow(), server.grows());
    }

    Optional<Finding> assess(Row row) {
        if (row.wantedGiB() <= row.storageGiB) {
            return Optional.empty();
        }
        var command = AzCommand.ofServer(
                "update", "--name", row.target, "--storage-size", String.valueOf(offered(row.wantedGiB())));
        return Optional.of(Finding.of(
                        name(),
                        FindingCode.FEW_STORAGE,
                        row.grows ? Severity.WARNING : Severity.ERROR,
                        row.target.object(),
                        "It has %d GiB of storage; the source's databases and a quarter more take %d GiB.%s"
                                .formatted(
                                        row.storageGiB,
                                        row.wantedGiB(),
                                        row.grows ? " It grows by itself, but more slowly than rows come." : ""),
                        "Make it larger, which cannot be taken back: storage never gets smaller again. " + command)
                .inAzure(command));
    }

    /// Azure's sizes double from 32 GiB.
    static long offered(long wantedGiB) {
        var smallest = 32L;
        return wantedGiB <= smallest ? smallest : Long.highestOneBit(wantedGiB - 1) << 1;
    }
}
