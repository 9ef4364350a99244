package dev.pgconvoy.worker.rights;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.migration.RightsOptions;
import dev.pgconvoy.worker.BackgroundTask;
import dev.pgconvoy.worker.schema.ToldStatements;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/// The rights on one part of both servers, as far as they were to be moved.
public final class ComparedRights {

    private static final int LARGE_OBJECTS_AT_ONCE = 5_000;

    private final RightsOptions options;
    private final RightsReader source;
    private final RightsReader target;
    private final ToldStatements told;

    /// @param told what the report tells already
    public ComparedRights(RightsOptions options, Connection source, Connection target, ToldStatements told) {
        this.options = options;
        this.source = new RightsReader(source);
        this.target = new RightsReader(target);
        this.told = told;
    }

    /// Between sessions of the same database. What belongs to the database itself comes later, see [#ofDatabases].
    ///
    /// @param isOwnerTold whether the report tells already that this role could not be made an owner
    /// @param largeObjects which of them were moved; they are told one by one
    public List<Finding> inDatabase(Predicate<String> isOwnerTold, List<Long> largeObjects)
            throws SQLException, InterruptedException {
        if (options.noAcl() && options.noOwner()) {
            return List.of();
        }
        if (!source.knowsWhatCameWithObjects() || !target.knowsWhatCameWithObjects()) {
            return List.of(Finding.warning(
                    "rights",
                    FindingCode.RIGHTS_NOT_COMPARED,
                    "database",
                    "What roles may do in the database was not compared: servers before 9.6 do not tell it.",
                    "Compare it by hand, for example the output of pg_dump --schema-only of both databases."));
        }
        var found = new ArrayList<>(ofObjects(isOwnerTold));
        for (var from = 0; from < largeObjects.size(); from += LARGE_OBJECTS_AT_ONCE) {
            var some = largeObjects.subList(from, Math.min(largeObjects.size(), from + LARGE_OBJECTS_AT_ONCE));
            found.addAll(comparison(_ -> false).compare(source.ofLargeObjects(some), target.ofLargeObjects(some)));
        }
        return found;
    }

    /// Both servers read their catalogs at once; of a comparison the target's session is a snapshot's, too.
    private List<Finding> ofObjects(Predicate<String> isOwnerTold) throws SQLException, InterruptedException {
        try (var ofTarget = BackgroundTask.startInSnapshot(target::inDatabase)) {
            var ofSource = source.inDatabase();
            return comparison(isOwnerTold).compare(ofSource, ofTarget.result());
        }
    }

    /// Of the databases themselves.
    public List<Finding> ofDatabases(Collection<String> names, Predicate<String> isOwnerTold) throws SQLException {
        return options.noAcl() && options.noOwner()
                ? List.of()
                : comparison(isOwnerTold).compare(source.ofDatabases(names), target.ofDatabases(names));
    }

    /// Who may set which parameter, between servers that can say it.
    public List<Finding> ofParameters() throws SQLException {
        return options.noAcl() || !source.knowsParameterGrants() || !target.knowsParameterGrants()
                ? List.of()
                : comparison(_ -> false).compare(source.ofParameters(), target.ofParameters());
    }

    private RightsComparison comparison(Predicate<String> isOwnerTold) throws SQLException {
        return new RightsComparison(
                options,
                new RightsComparison.Servers(target.roles(), Math.min(source.major(), target.major())),
                isOwnerTold,
                told);
    }
}
