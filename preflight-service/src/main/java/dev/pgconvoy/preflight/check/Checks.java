package dev.pgconvoy.preflight.check;

import dev.pgconvoy.migration.CheckOptions;
import dev.pgconvoy.migration.MigrationOptions;
import dev.pgconvoy.preflight.examination.Check;
import java.util.List;

/// Every check there is, in the order in which their findings are shown.
public final class Checks {

    static final List<Check> ALL = List.of(
            new TargetVersion(),
            new PgDumpVersion(),
            new UnverifiedLinks(),
            new SeveralServers(),
            new SameServer(),
            new TargetRecovery(),
            new TargetReadOnly(),
            new SynchronousStandby(),
            new TargetDisk(),
            new DatabaseCount(),
            new SourceDatabases(),
            new LedgerOnSource(),
            new HiddenDamage(),
            new PostgresDatabase(),
            new TargetDatabases(),
            new TargetSessions(),
            new LeadRegisterRights(),
            new CreateDatabasePrivilege(),
            new CreateRolePrivilege(),
            new RolePowers(),
            new AzureAdmin(),
            new FilterPatterns(),
            new VanishedOwners(),
            new Tablespaces(),
            new OwnerRoles(),
            new TargetExtensions(),
            new ExtensionVersions(),
            new ExtensionSchemas(),
            new ExtensionMembers(),
            new ProceduralLanguages(),
            new UserCasts(),
            new SystemGrants(),
            new SuperuserObjects(),
            new Collations(),
            new CollationVersions(),
            new LongNames(),
            new TablesWithOids(),
            new VersionBreaks(),
            new ReadableTables(),
            new RowSecurity(),
            new LargeObjectRights(),
            new LockBudget(),
            new ConnectionBudget(),
            new CopyLimits(),
            new TransactionIdAge(),
            new SourceActivity(),
            new SourceLoadSight(),
            new OpenTransactions(),
            new PreparedTransactions(),
            new PendingDetach(),
            new HeldLocks(),
            new UnprovenConstraints(),
            new RowData(),
            new SearchPathNeeds(),
            new ForeignObjects(),
            new MaterializedForeignRows(),
            new Publications(),
            new UserMappingOptions(),
            new TablesLeftBehind(),
            new BinaryTypes(),
            new HostileSettings(),
            new ServerParameters(),
            new TargetSpeed());

    /// Nothing is written, so that only the reading counts.
    static final List<Check> TO_COMPARE = List.of(
            new PgDumpVersion(),
            new UnverifiedLinks(),
            new SeveralServers(),
            new SameServer(),
            new DatabaseCount(),
            new SourceDatabases(),
            new HiddenDamage(),
            new ComparedDatabases(),
            new FilterPatterns(),
            new ReadableTables(),
            new RowSecurity());

    private Checks() {}

    /// `Migrate` asks for the indispensable ones only, and for those that the request names.
    public static List<Check> of(MigrationOptions options) {
        return switch (options.migrationOption()) {
            case VALIDATE, VALIDATE_AND_MIGRATE -> ALL;
            case VERIFY -> TO_COMPARE;
            case MIGRATE ->
                ALL.stream()
                        .filter(check -> check.indispensable() || isAskedFor(check, options.checksBesides()))
                        .toList();
        };
    }

    private static boolean isAskedFor(Check check, CheckOptions besides) {
        return besides.requireQuiesced() && check instanceof SourceActivity
                || besides.checkData() && check instanceof RowData;
    }
}
