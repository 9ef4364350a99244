package dev.pgconvoy.preflight.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.Severity;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.preflight.estimate.EstimateMigration;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What only a source before 12 can have. No server before 9.5 is at hand: one of 11 says
/// that it is one.
class OldSourceIT extends TwoServers {

    static OpenServer old;

    @BeforeAll
    static void startOld() throws IOException, SQLException {
        old = OpenServer.startOld(folder.resolve("old"));
        old.run("CREATE DATABASE ledgers");
    }

    @AfterAll
    static void stopOld() throws IOException {
        old.close();
    }

    @Test
    void a_server_that_is_older_than_what_can_be_read_is_told_by_its_version() throws IOException {
        assertThat(findings()).extracting(Finding::code).doesNotContain("603400", "PGC1101");

        try (var line = AlteredGreeting.before(old, "11.22", "9.4.9")) {
            var older = onPort(old.as("mover"), line.port());
            assertThat(examineServers
                            .examine(between().from(older).of("ledgers").build())
                            .findings())
                    .singleElement()
                    .satisfies(finding -> {
                        assertThat(finding.check()).isEqualTo("source-version");
                        assertThat(finding.code()).isEqualTo("603400");
                        assertThat(finding.message()).contains("PostgreSQL 9.4.9", "from 9.5 on");
                    });
            assertThat(examineServers
                            .examine(between()
                                    .from(old.as("mover"))
                                    .to(older)
                                    .of("ledgers")
                                    .build())
                            .findings())
                    .extracting(Finding::check, Finding::code)
                    .containsExactly(tuple("connect-target", "PGC1101"));
        }
    }

    private static ServerEndpoint onPort(ServerEndpoint server, int port) {
        return new ServerEndpoint(
                server.host(), port, server.user(), server.password(), server.sslMode(), server.maintenanceDatabase());
    }

    @Test
    void tables_with_oids_are_an_error_until_they_have_none() throws SQLException {
        assertThat(findings()).extracting(Finding::code).doesNotContain("603404", "PGC1000");

        old.runIn("ledgers", "CREATE TABLE \"Entries\" (id int) WITH OIDS");
        assertThat(findings())
                .filteredOn(finding -> finding.code().equals("603404"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.object()).isEqualTo("ledgers"))
                .satisfies(finding ->
                        assertThat(finding.remedy()).endsWith("ALTER TABLE \"public\".\"Entries\" SET WITHOUT OIDS;"));

        old.runIn("ledgers", "ALTER TABLE \"public\".\"Entries\" SET WITHOUT OIDS");
        assertThat(findings()).extracting(Finding::code).doesNotContain("603404", "PGC1000");
    }

    @Test
    void what_an_old_source_holds_is_estimated_too() throws SQLException {
        old.runIn(
                "ledgers",
                "CREATE TABLE counted (id int PRIMARY KEY); INSERT INTO counted SELECT generate_series(1, 5000)");
        var request = between().from(old.as("mover")).of("ledgers").build();

        var estimate = examineServers()
                .estimating(new EstimateMigration(System::nanoTime))
                .examine(request)
                .estimate();

        assertThat(estimate).hasValueSatisfying(known -> {
            assertThat(known.databases().getFirst().largestTable()).isEqualTo("\"public\".\"counted\"");
            assertThat(known.databases().getFirst().heapBytes()).isGreaterThan(5_000 * 24);
            assertThat(known.databases().getFirst().indexBytes()).isPositive();
        });
    }

    /// `unknown` was refused before 11 already, and is found on no server here.
    @Test
    void what_newer_versions_refuse_is_named_with_the_version() throws SQLException {
        old.run("CREATE DATABASE breaks");
        assertThat(breaks()).isEmpty();

        old.runIn("breaks", """
                CREATE FUNCTION twice(int) RETURNS int LANGUAGE sql AS 'SELECT $1 * 2';
                CREATE OPERATOR public.## (LEFTARG = int, PROCEDURE = twice);
                CREATE AGGREGATE public.collect (anyelement) (SFUNC = array_append, STYPE = anyarray, INITCOND = '{}');
                CREATE OPERATOR public.+> (LEFTARG = anyarray, RIGHTARG = anyelement, PROCEDURE = array_append);
                CREATE TABLE public."Times" (id int, at abstime, took reltime[]);
                CREATE FUNCTION public.age(abstime) RETURNS int LANGUAGE sql AS 'SELECT 1';
                CREATE TABLE public.seen (lock pg_locks);
                CREATE VIEW public.defaults AS SELECT adsrc FROM pg_attrdef;
                CREATE VIEW public.backups AS SELECT pg_is_in_backup();
                CREATE VIEW public.factorials AS SELECT id ! AS f FROM "Times";
                CREATE CONVERSION public.usual FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
                CREATE FUNCTION public.to_utf8(int, int, cstring, internal, int) RETURNS void LANGUAGE c STRICT
                    AS '$libdir/utf8_and_iso8859_1', 'iso8859_1_to_utf8';
                CREATE CONVERSION public.odd FOR 'LATIN1' TO 'UTF8' FROM public.to_utf8;
                """);

        assertThat(breaks())
                .extracting(Finding::severity, Finding::code, Finding::object)
                .containsOnly(tuple(Severity.ERROR, "PGC1661", "breaks"), tuple(Severity.WARNING, "PGC1661", "breaks"));
        assertThat(breaks())
                .extracting(Finding::message)
                .satisfiesExactlyInAnyOrder(
                        message -> assertThat(message)
                                .contains("PostgreSQL 14 and newer")
                                .contains("operator public.##(integer,NONE)"),
                        message -> assertThat(message)
                                .contains(
                                        "aggregate public.collect(anyelement)",
                                        "operator public.+>(anyarray,anyelement)"),
                        message -> assertThat(message)
                                .contains("PostgreSQL 12 and newer")
                                .contains("column public.\"Times\".at", "column public.\"Times\".took")
                                .contains("function public.age(abstime)"),
                        message -> assertThat(message).contains("column public.seen.lock"),
                        message -> assertThat(message).contains("conversion public.odd"),
                        message -> assertThat(message).contains("view public.factorials"),
                        message -> assertThat(message).contains("view public.defaults", "view public.backups"));
    }

    private List<Finding> breaks() {
        return examineServers
                .examine(between().from(old.as("mover")).of("breaks").build())
                .findings()
                .stream()
                .filter(finding -> finding.check().equals("version-breaks"))
                .toList();
    }

    private List<Finding> findings() {
        return examineServers
                .examine(between().from(old.as("mover")).of("ledgers").build())
                .findings();
    }
}
