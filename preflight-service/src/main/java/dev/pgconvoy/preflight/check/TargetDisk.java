package dev.pgconvoy.preflight.check;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.failure.Severity;
import dev.pgconvoy.migration.filter.Filters;
import dev.pgconvoy.preflight.examination.Check;
import dev.pgconvoy.preflight.examination.Examination;
import dev.pgconvoy.preflight.examination.ServerSession;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;

/// Whether what comes fits on the target. Needed are the databases as large as they are at the source, a tenth of that
/// for sorting while indexes are built, and for WAL twice `max_wal_size`, or twice the data if that is less. What is
/// overwritten makes room before.
///
/// A server tells nobody how much is free. It is seen where the target runs on the machine of this service, and this
/// service may read its folder; of the others a remark says where to look, from a size on that matters.
final class TargetDisk implements Check {

    private static final String SIZES = """
            SELECT datname, CASE WHEN has_database_privilege(oid, 'CONNECT')
                                      OR EXISTS (SELECT FROM pg_roles AS r WHERE r.rolname = 'pg_read_all_stats'
                                                 AND pg_has_role(r.oid, 'USAGE'))
                                 THEN pg_database_size(oid) ELSE 0 END
            FROM pg_database
            """;
    private static final String WAL = """
            SELECT setting::bigint * CASE unit WHEN 'MB' THEN 1048576 WHEN '16MB' THEN 16777216 ELSE 1 END
            FROM pg_settings
            WHERE name = 'max_wal_size'
            """;
    private static final String FOLDER = "SELECT setting FROM pg_settings WHERE name = 'data_directory'";
    private static final String IN_AZURE = ".postgres.database.azure.com";

    /// Nobody wants to be told to look whether a few rows fit.
    private static final long MATTERS = 1L << 30;

    /// @param coming bytes of the databases at the source
    /// @param going bytes of those on the target that are overwritten
    /// @param wal `max_wal_size` in bytes
    /// @param free empty where it cannot be seen
    /// @param filtered whether not everything comes
    record Row(String server, String folder, long coming, long going, long wal, OptionalLong free, boolean filtered) {

        /// Before a checkpoint there may be WAL of two `max_wal_size`, but hardly more than twice of what comes.
        long neededForWal() {
            return 2 * Math.min(wal, coming);
        }

        long needed() {
            return coming + coming / 10 + neededForWal() - going;
        }
    }

    @Override
    public String name() {
        return "target-disk";
    }

    @Override
    public List<Finding> run(Examination examination) throws SQLException {
        var options = examination.request().options();
        var names = examination.selection().names();
        var target = examination.target();
        // The folder is told to superusers and members of pg_read_all_settings.
        var folder = target.query(FOLDER, row -> row.getString(1)).stream().findFirst();
        return assess(new Row(
                target.server(),
                folder.orElse(""),
                size(examination.source(), names),
                options.overwriteDbsInTarget() ? size(target, names) : 0,
                target.query(WAL, row -> row.getLong(1)).getFirst(),
                folder.map(of -> LocalVolume.free(target.endpoint(), of)).orElse(OptionalLong.empty()),
                !options.filters().equals(Filters.NONE)));
    }

    private record Size(String database, long bytes) {}

    private static long size(ServerSession server, List<String> names) throws SQLException {
        return server.query(SIZES, row -> new Size(row.getString(1), row.getLong(2))).stream()
                .filter(size -> names.contains(size.database))
                .mapToLong(Size::bytes)
                .sum();
    }

    List<Finding> assess(Row row) {
        if (row.free.isEmpty()) {
            return row.needed() < MATTERS ? List.of() : List.of(notSeen(row));
        }
        return row.needed() <= row.free.getAsLong() ? List.of() : List.of(tooSmall(row, row.free.getAsLong()));
    }

    private Finding tooSmall(Row row, long free) {
        var fitsAtAll = row.coming - row.going <= free;
        return Finding.of(
                name(),
                FindingCode.FEW_DISK,
                fitsAtAll || row.filtered ? Severity.WARNING : Severity.ERROR,
                row.server,
                "%s are free where its data are (%s); needed are %s."
                        .formatted(SizeText.shown(free), row.folder, formula(row)),
                "Free or add at least %s there (df -h %s), or move fewer databases to this server."
                        .formatted(SizeText.shown(row.needed() - free), row.folder));
    }

    private Finding notSeen(Row row) {
        return Finding.of(
                name(),
                FindingCode.DISK_NOT_SEEN,
                Severity.INFO,
                row.server,
                "How much space is free on it cannot be seen; needed are %s.".formatted(formula(row)),
                look(row));
    }

    private static String formula(Row row) {
        return "%s: %s of databases, a tenth for sorting, %s for WAL (twice max_wal_size, or twice the data if that is less)%s"
                .formatted(
                        SizeText.shown(row.needed()),
                        SizeText.shown(row.coming),
                        SizeText.shown(row.neededForWal()),
                        row.going == 0 ? "" : ", less %s that are overwritten".formatted(SizeText.shown(row.going)));
    }

    private static String look(Row row) {
        return row.server.contains(IN_AZURE)
                ? "az postgres flexible-server show --resource-group <group> --name <server> --query storage; and the metric storage_free of the server"
                : "On the target's machine: df -h %s; or as a superuser of the target: CREATE TEMP TABLE df (line text); COPY df FROM PROGRAM 'df -h .'; TABLE df;"
                        .formatted(row.folder.isEmpty() ? "<SHOW data_directory>" : row.folder);
    }
}
