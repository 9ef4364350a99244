package dev.pgconvoy.preflight.infrastructure;

import dev.pgconvoy.migration.CopyOptions;
import dev.pgconvoy.migration.RightsOptions;
import dev.pgconvoy.migration.rate.GentleOptions;
import dev.pgconvoy.preflight.PreflightRequests;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// A grant that `docs/rights.md` asks for, and what the checks say where it alone is missing.
///
/// @param server on which it is, with the user who has it
/// @param grant as the page shows it
/// @param neededFor what, as the page shows it
/// @param request the one that needs it, made of the ordinary one
/// @param before what is on the servers besides, that they have no need of otherwise
/// @param takenAway statements on that server, in `postgres` or, after `\shop `, in the database that moves
/// @param given the statements that give it back
/// @param with what the checks find with the grant, each a severity and a code
/// @param without what they find without it
record DocumentedGrant(
        Server server,
        String grant,
        String neededFor,
        UnaryOperator<PreflightRequests> request,
        Before before,
        List<String> takenAway,
        List<String> given,
        List<String> with,
        List<String> without) {

    enum Server {
        SOURCE,
        TARGET;

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /// @param source statements in the database that moves
    /// @param target statements in `postgres` of the target
    record Before(List<String> source, List<String> target, boolean foreignSession) {

        static final Before NOTHING = new Before(List.of(), List.of(), false);

        static Before inShop(String... statements) {
            return new Before(List.of(statements), List.of(), false);
        }

        static Before onTarget(String... statements) {
            return new Before(List.of(), List.of(statements), false);
        }

        Before withForeignSession() {
            return new Before(source, target, true);
        }
    }

    private static final UnaryOperator<PreflightRequests> ORDINARY = UnaryOperator.identity();
    private static final UnaryOperator<PreflightRequests> OVERWRITING = PreflightRequests::overwriting;
    private static final UnaryOperator<PreflightRequests> WITH_ROLES =
            request -> request.rights(new RightsOptions(true, false, false));

    private static final UnaryOperator<PreflightRequests> GENTLY = request -> request.copying(gentle());

    static final List<DocumentedGrant> ALL = List.of(
            simple(
                    Server.SOURCE,
                    "`CONNECT` on the maintenance database",
                    "each migration",
                    "REVOKE CONNECT ON DATABASE postgres FROM PUBLIC",
                    "GRANT CONNECT ON DATABASE postgres TO PUBLIC",
                    "ERROR PGC1003"),
            simple(
                    Server.SOURCE,
                    "`CONNECT` on each database",
                    "each database",
                    "REVOKE CONNECT ON DATABASE shop FROM PUBLIC",
                    "GRANT CONNECT ON DATABASE shop TO PUBLIC",
                    "ERROR PGC1003"),
            simple(
                    Server.SOURCE,
                    "`USAGE` on its schemas",
                    "each schema with tables or sequences",
                    "\\shop REVOKE USAGE ON SCHEMA sales FROM mover",
                    "\\shop GRANT USAGE ON SCHEMA sales TO mover",
                    "ERROR PGC1502"),
            simple(
                    Server.SOURCE,
                    "`SELECT` on its tables",
                    "each table with rows",
                    "\\shop REVOKE SELECT ON sales.orders FROM mover",
                    "\\shop GRANT SELECT ON sales.orders TO mover",
                    "ERROR PGC1502"),
            simple(
                    Server.SOURCE,
                    "`SELECT` on its sequences",
                    "each sequence",
                    "\\shop REVOKE SELECT ON sales.numbers FROM mover",
                    "\\shop GRANT SELECT ON sales.numbers TO mover",
                    "ERROR PGC1502"),
            simple(
                    Server.SOURCE,
                    "`SELECT` on its large objects",
                    "each large object",
                    "\\shop REVOKE SELECT ON LARGE OBJECT 4711 FROM mover",
                    "\\shop GRANT SELECT ON LARGE OBJECT 4711 TO mover",
                    "ERROR PGC1504"),
            new DocumentedGrant(
                    Server.SOURCE,
                    "`BYPASSRLS`",
                    "tables with row-level security of other owners",
                    ORDINARY,
                    Before.inShop("ALTER TABLE sales.orders ENABLE ROW LEVEL SECURITY"),
                    List.of("ALTER ROLE mover NOBYPASSRLS"),
                    List.of("ALTER ROLE mover BYPASSRLS"),
                    List.of(),
                    List.of("ERROR PGC1503")),
            new DocumentedGrant(
                    Server.SOURCE,
                    "`SUPERUSER`",
                    "subscriptions",
                    ORDINARY,
                    Before.inShop(
                            "CREATE SUBSCRIPTION news CONNECTION 'host=nowhere' PUBLICATION news WITH (connect = false, slot_name = NONE)",
                            "ALTER ROLE mover SUPERUSER"),
                    List.of("ALTER ROLE mover NOSUPERUSER"),
                    List.of("ALTER ROLE mover SUPERUSER"),
                    List.of("INFO PGC1508"),
                    List.of("WARNING PGC1508")),
            new DocumentedGrant(
                    Server.SOURCE,
                    "`SUPERUSER`",
                    "options of user mappings",
                    ORDINARY,
                    new Before(
                            List.of(
                                    "CREATE FOREIGN DATA WRAPPER nowhere",
                                    "CREATE SERVER elsewhere FOREIGN DATA WRAPPER nowhere",
                                    "CREATE USER MAPPING FOR clerk SERVER elsewhere OPTIONS (password 'hidden')",
                                    "ALTER ROLE mover SUPERUSER"),
                            List.of("ALTER ROLE mover SUPERUSER"),
                            false),
                    List.of("ALTER ROLE mover NOSUPERUSER"),
                    List.of("ALTER ROLE mover SUPERUSER"),
                    List.of("INFO PGC1507"),
                    List.of("INFO PGC1507", "WARNING PGC1514")),
            new DocumentedGrant(
                    Server.SOURCE,
                    "`pg_monitor`",
                    "`--gentle-active-sessions` and the like (`copy.gentle`)",
                    GENTLY,
                    Before.inShop("GRANT pg_monitor TO mover"),
                    List.of("REVOKE pg_monitor FROM mover"),
                    List.of("GRANT pg_monitor TO mover"),
                    List.of(),
                    List.of("WARNING PGC1626")),
            simple(
                    Server.TARGET,
                    "`CONNECT` on the maintenance database",
                    "each migration",
                    "REVOKE CONNECT ON DATABASE postgres FROM PUBLIC",
                    "GRANT CONNECT ON DATABASE postgres TO PUBLIC",
                    "ERROR PGC1003"),
            simple(
                    Server.TARGET,
                    "`CREATEDB`",
                    "each migration",
                    "ALTER ROLE mover NOCREATEDB",
                    "ALTER ROLE mover CREATEDB",
                    "ERROR PGC1301"),
            simple(
                    Server.TARGET,
                    "`CREATE` on the maintenance database",
                    "each migration",
                    "REVOKE CREATE ON DATABASE postgres FROM mover",
                    "GRANT CREATE ON DATABASE postgres TO mover",
                    "ERROR PGC1306"),
            simple(
                    Server.TARGET,
                    "membership in the owners",
                    "each owner, without `--no-owner`",
                    "REVOKE clerk FROM mover",
                    "GRANT clerk TO mover",
                    "ERROR PGC1303"),
            new DocumentedGrant(
                    Server.TARGET,
                    "`CREATEROLE`",
                    "`--roles`",
                    WITH_ROLES,
                    Before.NOTHING,
                    List.of("ALTER ROLE mover NOCREATEROLE"),
                    List.of("ALTER ROLE mover CREATEROLE"),
                    List.of(),
                    List.of("ERROR 603116")),
            new DocumentedGrant(
                    Server.TARGET,
                    "ownership of the database there",
                    "`--overwrite`",
                    OVERWRITING,
                    Before.onTarget("CREATE DATABASE shop OWNER mover"),
                    List.of("ALTER DATABASE shop OWNER TO stranger"),
                    List.of("ALTER DATABASE shop OWNER TO mover"),
                    List.of("WARNING PGC1205"),
                    List.of("ERROR 603117")),
            new DocumentedGrant(
                    Server.TARGET,
                    "`pg_signal_backend`",
                    "`--overwrite`, where sessions of other roles are in the database",
                    OVERWRITING,
                    Before.onTarget("CREATE DATABASE shop OWNER mover").withForeignSession(),
                    List.of("REVOKE pg_signal_backend FROM mover"),
                    List.of("GRANT pg_signal_backend TO mover"),
                    List.of("WARNING PGC1205"),
                    List.of("ERROR 603111", "WARNING PGC1205")),
            ofSuperuser(
                    "casts without a function, and between types of the system",
                    List.of(),
                    List.of("ERROR 603409"),
                    "CREATE CAST (int AS text) WITH INOUT"),
            ofSuperuser(
                    "languages whose handler users made in C",
                    List.of("WARNING 603413"),
                    List.of("ERROR 603413", "WARNING PGC1525"),
                    "CREATE FUNCTION sales.toy_handler() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler'",
                    "ALTER FUNCTION sales.toy_handler OWNER TO clerk",
                    "CREATE LANGUAGE pltoy HANDLER sales.toy_handler",
                    "ALTER LANGUAGE pltoy OWNER TO clerk"),
            ofSuperuser(
                    "rights on `pg_authid`, `pg_read_file` and the like",
                    List.of(),
                    List.of("WARNING 603410"),
                    "GRANT SELECT ON pg_catalog.pg_authid TO clerk"),
            ofSuperuser(
                    "foreign-data wrappers, access methods and base types",
                    List.of(),
                    List.of("ERROR PGC1525"),
                    "CREATE FOREIGN DATA WRAPPER nowhere"),
            ofSuperuser(
                    "event triggers, functions in C, publications of all tables and the like",
                    List.of(),
                    List.of("WARNING PGC1525"),
                    "CREATE FUNCTION sales.on_ddl() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'",
                    "ALTER FUNCTION sales.on_ddl OWNER TO clerk",
                    "CREATE EVENT TRIGGER watching ON ddl_command_end EXECUTE FUNCTION sales.on_ddl()"),
            ofSuperuser(
                    "extensions that are not trusted",
                    List.of(),
                    List.of("ERROR PGC1501"),
                    "CREATE EXTENSION pageinspect SCHEMA sales"));

    static CopyOptions gentle() {
        var plain = CopyOptions.DEFAULTS;
        return new CopyOptions(
                plain.splitTablesLargerThan(),
                plain.failFast(),
                plain.onInvalidData(),
                plain.resume(),
                plain.tablespaces(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new GentleOptions(Optional.of(50), Optional.empty(), Optional.empty())));
    }

    private static DocumentedGrant simple(
            Server server, String grant, String neededFor, String takenAway, String given, String without) {
        return new DocumentedGrant(
                server,
                grant,
                neededFor,
                ORDINARY,
                Before.NOTHING,
                List.of(takenAway),
                List.of(given),
                List.of(),
                List.of(without));
    }

    private static DocumentedGrant ofSuperuser(
            String neededFor, List<String> with, List<String> without, String... content) {
        return new DocumentedGrant(
                Server.TARGET,
                "`SUPERUSER`",
                neededFor,
                ORDINARY,
                new Before(List.of(content), List.of("ALTER ROLE mover SUPERUSER"), false),
                List.of("ALTER ROLE mover NOSUPERUSER"),
                List.of("ALTER ROLE mover SUPERUSER"),
                with,
                without);
    }

    /// Its line in `docs/rights.md`.
    String line() {
        return "| %s | %s | %s | %s |"
                .formatted(
                        server.word(),
                        grant,
                        neededFor,
                        without.stream()
                                .filter(finding -> !with.contains(finding))
                                .map(DocumentedGrant::words)
                                .collect(Collectors.joining(", ")));
    }

    private static String words(String finding) {
        var parts = finding.split(" ");
        var severity = parts[0].equals("ERROR") ? "an error" : "a warning";
        return "%s ([`%s`](findings.md#%s))".formatted(severity, parts[1], parts[1].toLowerCase(java.util.Locale.ROOT));
    }

    @Override
    public String toString() {
        return "%s on the %s for %s".formatted(grant, server.word(), neededFor);
    }
}
