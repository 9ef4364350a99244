package dev.pgconvoy.preflight.check;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.postgres.Identifiers;
import dev.pgconvoy.postgres.LeaderLock;
import dev.pgconvoy.postgres.OwnSchema;
import dev.pgconvoy.preflight.examination.Check;
import dev.pgconvoy.preflight.examination.CheckOutcome;
import dev.pgconvoy.preflight.examination.Examination;
import dev.pgconvoy.preflight.examination.LedgerDetection;
import dev.pgconvoy.preflight.examination.NameListing;
import dev.pgconvoy.preflight.examination.ServerSession;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A database that exists on the target stands in the way, unless overwriting was asked for, or it is an unfinished
/// copy: this migration's own, or another's that is to be continued.
final class TargetDatabases implements Check {

    private static final String DATABASES = "SELECT datname, oid::int8, pg_has_role(datdba, 'USAGE') FROM pg_database";

    private static final String ENABLED_SUBSCRIPTIONS = """
            SELECT s.subname FROM pg_subscription AS s JOIN pg_database AS d ON d.oid = s.subdbid
            WHERE d.datname = ? AND s.subenabled ORDER BY s.subname""";

    private static final int SUBSCRIPTIONS_SINCE = 10;

    private record Existing(String name, long oid, boolean mayDrop) {}

    /// @param mayDrop whether the target user owns it or is superuser
    /// @param copy whose unfinished copy it is
    /// @param resume whether another migration's unfinished copy is to be continued
    /// @param foreign what is wrong with a schema of the ledger's name that is not ours
    record Row(
            String database,
            boolean mayDrop,
            Copy copy,
            boolean maintenance,
            boolean overwrite,
            boolean resume,
            Optional<OwnSchema.Foreign> foreign) {}

    enum Copy {
        NONE,
        OURS,
        /// Nobody leads that migration now.
        ANOTHERS,
        /// Another migration works on it now.
        ALIVE
    }

    @Override
    public String name() {
        return "target-databases";
    }

    @Override
    public boolean indispensable() {
        return true;
    }

    @Override
    public List<Finding> run(Examination examination) throws SQLException {
        return check(examination).findings();
    }

    @Override
    public CheckOutcome check(Examination examination) throws SQLException {
        var request = examination.request();
        var target = examination.target();
        var findings = new ArrayList<Finding>();
        var overwritable = new TreeMap<String, Long>();
        for (var existing :
                target.query(DATABASES, row -> new Existing(row.getString(1), row.getLong(2), row.getBoolean(3)))) {
            if (examination.selection().names().contains(existing.name)) {
                var ledger = LedgerDetection.of(target, existing.name);
                var row = new Row(
                        existing.name,
                        existing.mayDrop,
                        copy(examination, ledger),
                        existing.name.equals(target.endpoint().maintenanceDatabase()),
                        request.options().overwriteDbsInTarget(),
                        request.options().copy().resume(),
                        ledger.foreign());
                findings.addAll(assess(row));
                if (isOverwritable(row)) {
                    findings.addAll(atWork(existing.name, subscriptions(target, existing.name)));
                    overwritable.put(existing.name, existing.oid);
                }
            }
        }
        return new CheckOutcome(findings, overwritable);
    }

    /// PostgreSQL drops no database with a subscription. Those that are disabled are dropped
    /// before.
    private static List<String> subscriptions(ServerSession target, String database) throws SQLException {
        return target.version().isAtLeast(SUBSCRIPTIONS_SINCE)
                ? target.query(ENABLED_SUBSCRIPTIONS, row -> row.getString(1), database)
                : List.of();
    }

    List<Finding> atWork(String database, List<String> subscriptions) {
        if (subscriptions.isEmpty()) {
            return List.of();
        }
        var statements = subscriptions.stream()
                .map(Identifiers::quoted)
                .map(
                        "ALTER SUBSCRIPTION %1$s DISABLE; ALTER SUBSCRIPTION %1$s SET (slot_name = NONE); DROP SUBSCRIPTION %1$s;"
                                ::formatted)
                .collect(Collectors.joining(" "));
        return List.of(Finding.error(
                name(),
                FindingCode.CANNOT_DROP,
                database,
                "It cannot be overwritten: it has enabled subscriptions: %s.".formatted(NameListing.of(subscriptions)),
                "If it may be dropped with them, run in it: %s Then drop their slots on the publishers."
                        .formatted(statements)));
    }

    private static Copy copy(Examination examination, LedgerDetection.Look ledger) throws SQLException {
        var target = examination.target();
        if (ledger.migration().isEmpty()) {
            return Copy.NONE;
        }
        var id = ledger.migration().get();
        if (id.equals(examination.request().id().toString())) {
            return Copy.OURS;
        }
        return target.ask(connection -> LeaderLock.isHeld(connection, id)) ? Copy.ALIVE : Copy.ANOTHERS;
    }

    /// Permission is given for the database that is there now, and for no other that gets its name later.
    static boolean isOverwritable(Row row) {
        return row.overwrite
                && row.mayDrop
                && !row.maintenance
                && switch (row.copy) {
                    case NONE, ANOTHERS -> true;
                    case OURS, ALIVE -> false;
                };
    }

    List<Finding> assess(Row row) {
        if (row.copy == Copy.OURS) {
            return List.of(Finding.info(
                    name(),
                    FindingCode.UNFINISHED_COPY,
                    row.database,
                    "It is this migration's own unfinished copy on the target."));
        }
        if (row.copy == Copy.ALIVE) {
            return List.of(Finding.error(
                    name(),
                    FindingCode.COPY_OF_RUNNING_MIGRATION,
                    row.database,
                    "Another migration, which runs, is copying this database to the target now.",
                    "Wait until that migration has ended, or cancel it; then request again under another name."));
        }
        if (row.copy == Copy.ANOTHERS && row.resume) {
            return List.of(Finding.info(
                    name(),
                    FindingCode.COPY_TO_CONTINUE,
                    row.database,
                    row.overwrite
                            ? "It holds the unfinished copy of an earlier migration, which will be continued; it will be dropped if it is of another source."
                            : "It holds the unfinished copy of an earlier migration, which will be continued."));
        }
        if (!row.overwrite) {
            return List.of(standsInTheWay(row));
        }
        if (row.maintenance) {
            return List.of(Finding.error(
                    name(),
                    FindingCode.MAINTENANCE_DATABASE_IN_USE,
                    row.database,
                    "It cannot be overwritten: it is the database on the target through which we connect.",
                    "Name another database as the target's maintenanceDatabase."));
        }
        if (!row.mayDrop) {
            return List.of(Finding.error(
                    name(),
                    FindingCode.CANNOT_DROP,
                    row.database,
                    "It cannot be overwritten: the target user does not own it.",
                    "Make the target user its owner, or drop it yourself."));
        }
        return List.of(Finding.warning(
                name(),
                FindingCode.WILL_BE_DROPPED,
                row.database,
                "It exists on the target and will be dropped there, as overwriting was asked for.",
                "Cancel now if its content on the target is still needed."));
    }

    private Finding standsInTheWay(Row row) {
        if (row.foreign.isPresent()) {
            var foreign = row.foreign.get();
            return Finding.error(
                    name(),
                    FindingCode.EXISTS_ON_TARGET,
                    row.database,
                    "It exists on the target already. " + foreign.message(),
                    foreign.remedy());
        }
        var remedy = "Drop it there, or let it be overwritten (overwriteDbsInTarget, --overwrite).";
        return row.copy == Copy.ANOTHERS
                ? Finding.error(
                        name(),
                        FindingCode.EXISTS_ON_TARGET,
                        row.database,
                        "It exists on the target already: it holds the unfinished copy of an earlier migration.",
                        remedy + " Or continue that copy (copy.resume, --resume).")
                : Finding.error(
                        name(), FindingCode.EXISTS_ON_TARGET, row.database, "It exists on the target already.", remedy);
    }
}
