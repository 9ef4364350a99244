package dev.pgconvoy.preflight.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.migration.CheckOptions;
import dev.pgconvoy.migration.CopyOptions;
import dev.pgconvoy.migration.InvalidData;
import dev.pgconvoy.preflight.PreflightRequests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What one server has and the other lacks, told for a source of the oldest version that is at hand and for one of the
/// target's own: each check fires on a case that is made for it, and is silent without it.
class DifferingServersIT extends TwoServers {

    private static final Map<String, String> FEW_LOCKS =
            Map.of("max_connections", "20", "max_locks_per_transaction", "10", "superuser_reserved_connections", "1");

    private static final Path SYSTEM_LOCALE = Path.of("/usr/lib/locale/C.utf8");

    static OpenServer old;

    @BeforeAll
    static void startOld() throws IOException, SQLException {
        old = OpenServer.startOld(folder.resolve("old"));
        for (var server : List.of(old, source)) {
            server.run("CREATE DATABASE shop");
        }
    }

    @AfterAll
    static void stopOld() throws IOException {
        old.close();
    }

    @Test
    void a_source_without_databases_has_nothing_to_move() throws SQLException {
        old.run("ALTER DATABASE shop RENAME TO postgres_too");
        old.run("ALTER DATABASE postgres_too IS_TEMPLATE true");
        try {
            assertThat(found("database-count", between().from(old.as("mover"))))
                    .extracting(Finding::code)
                    .containsExactly("PGC1201");
        } finally {
            old.run("ALTER DATABASE postgres_too IS_TEMPLATE false");
            old.run("ALTER DATABASE postgres_too RENAME TO shop");
        }
        assertThat(found("database-count", between().from(old.as("mover")))).isEmpty();
    }

    @Test
    void an_extension_that_the_target_does_not_have_is_an_error() throws SQLException {
        for (var server : List.of(old, source)) {
            assertThat(found("target-extensions", shop(server))).isEmpty();
            server.runIn("shop", """
                    INSERT INTO pg_extension SELECT (jsonb_populate_record(e, '{"oid": 99001, "extname": "ghost"}')).*
                    FROM pg_extension AS e WHERE extname = 'plpgsql'""");
            try {
                assertThat(found("target-extensions", shop(server)))
                        .singleElement()
                        .satisfies(finding ->
                                assertThat(brief(finding)).isEqualTo("ERROR 603405 extension ghost in \"shop\""));
            } finally {
                server.runIn("shop", "DELETE FROM pg_extension WHERE extname = 'ghost'");
            }
        }
    }

    @Test
    void where_the_copy_is_to_be_gentle_the_user_must_see_what_others_do() throws SQLException {
        for (var server : List.of(old, source)) {
            var gently = shop(server).copying(DocumentedGrant.gentle());
            assertThat(found("source-load-sight", shop(server))).isEmpty();
            assertThat(found("source-load-sight", gently)).singleElement().satisfies(finding -> {
                assertThat(brief(finding)).startsWith("WARNING PGC1626 source server");
                assertThat(finding.remedy()).startsWith("GRANT pg_monitor TO \"mover\";");
            });

            server.run("GRANT pg_read_all_stats TO mover");
            try {
                assertThat(found("source-load-sight", gently)).isEmpty();
            } finally {
                server.run("REVOKE pg_read_all_stats FROM mover");
            }
            assertThat(found("source-load-sight", gently.from(server.as("postgres"))))
                    .isEmpty();
        }
    }

    /// The files of a `postgis` stand for it: its library is not on this machine.
    @Test
    void another_postgis_is_a_warning() throws IOException, SQLException {
        var files = new TreeMap<Path, String>();
        for (var server : List.of(old, source, target)) {
            var extensions = server.extensionFolder();
            files.put(extensions.resolve("postgis.control"), "default_version = '3.4.2'");
            for (var version : List.of("2.5.5", "3.3.2", "3.4.2", "3.5.0")) {
                files.put(extensions.resolve("postgis--%s.sql".formatted(version)), "SELECT 1;");
            }
        }
        try {
            for (var file : files.entrySet()) {
                Files.writeString(file.getKey(), file.getValue());
            }
            for (var server : List.of(old, source)) {
                assertThat(postgis(server, "3.4.2")).isEmpty();
                assertThat(postgis(server, "2.5.5")).containsExactly("WARNING 603406 extension \"postgis\"");
                assertThat(postgis(server, "3.5.0")).containsExactly("WARNING 603406 extension \"postgis\"");
                assertThat(postgis(server, "3.3.2")).containsExactly("INFO 603408 extension \"postgis\"");
            }
        } finally {
            for (var file : files.keySet()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private List<String> postgis(OpenServer server, String version) throws SQLException {
        server.runIn("shop", "CREATE EXTENSION postgis VERSION '%s'".formatted(version));
        try {
            return found("extension-versions", shop(server)).stream()
                    .map(DifferingServersIT::brief)
                    .toList();
        } finally {
            server.runIn("shop", "DROP EXTENSION postgis");
        }
    }

    /// The locale is in a folder that the target does not look into.
    @Test
    void a_database_of_a_locale_that_the_target_does_not_have_is_an_error() throws Exception {
        var locales = Files.createDirectory(folder.resolve("locales"));
        for (var name : new TreeSet<>(List.of("C.utf8", "nn_NN.utf8", source.locale()))) {
            copy(SYSTEM_LOCALE, locales.resolve(name));
        }
        try (var oldest = OpenServer.startOld(folder.resolve("oldest-nordic"));
                var newest = OpenServer.start(folder.resolve("nordic"));
                var equipped = OpenServer.start(folder.resolve("equipped"))) {
            equipped.restartWithLocales(locales);
            for (var server : List.of(oldest, newest)) {
                server.restartWithLocales(locales);
                server.run(
                        "CREATE DATABASE fjord TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'nn_NN.utf8' LC_CTYPE 'nn_NN.utf8'");
                var fjord = between().from(server.as("mover")).of("fjord");

                assertThat(found("collations", fjord))
                        .extracting(DifferingServersIT::brief)
                        .containsExactly("ERROR 603401 locale nn_NN.utf8 of \"fjord\"");
                assertThat(found("collations", fjord.to(equipped.as("mover")))).isEmpty();
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    /// Every binary at hand was built for names of 63 bytes: a target whose function says
    /// 31 stands for another.
    @Test
    void names_that_the_target_cuts_off_are_told() throws IOException, SQLException {
        var prefix = "a_name_of_exactly_31_bytes_long";
        try (var brief = OpenServer.start(folder.resolve("brief-names"))) {
            brief.run("""
                    CREATE OR REPLACE FUNCTION pg_catalog.current_setting(text) RETURNS text LANGUAGE sql STABLE
                    AS $$ SELECT CASE $1 WHEN 'max_identifier_length' THEN '31'
                                 ELSE pg_catalog.current_setting($1, false) END $$""");
            for (var server : List.of(old, source)) {
                server.runIn("shop", "CREATE TABLE %s ()".formatted(prefix));
                try {
                    assertThat(found("long-names", shop(server).to(brief.as("mover"))))
                            .isEmpty();

                    server.runIn("shop", "CREATE TABLE b_%s (id int)".formatted(prefix));
                    assertThat(found("long-names", shop(server).to(brief.as("mover"))))
                            .extracting(DifferingServersIT::brief)
                            .containsExactly("WARNING PGC1531 shop");
                    server.runIn("shop", "CREATE TABLE %s_1 ()".formatted(prefix));
                    assertThat(found("long-names", shop(server).to(brief.as("mover"))))
                            .extracting(DifferingServersIT::brief)
                            .containsExactly("ERROR PGC1531 shop");
                    assertThat(found("long-names", shop(server))).isEmpty();
                } finally {
                    server.runIn("shop", "DROP TABLE IF EXISTS %1$s, b_%1$s, %1$s_1".formatted(prefix));
                }
            }
        }
    }

    @Test
    void a_parameter_that_differs_is_told_with_both_values() throws SQLException {
        assertThat(found("server-parameters", shop(source))).isEmpty();
        target.run("ALTER ROLE mover SET work_mem = '5MB'");
        try {
            for (var server : List.of(old, source)) {
                assertThat(found("server-parameters", shop(server)))
                        .singleElement()
                        .satisfies(finding -> {
                            assertThat(brief(finding)).isEqualTo("INFO PGC1604 server parameters");
                            assertThat(finding.message()).contains("work_mem (source 4096 kB, target 5120 kB)");
                        });
            }
        } finally {
            target.run("ALTER ROLE mover RESET work_mem");
        }
    }

    @Test
    void tablespaces_that_are_not_mapped_or_cannot_be_used_are_told() throws IOException, SQLException {
        var inPlace = Map.of("allow_in_place_tablespaces", "on");
        try (var spacious = OpenServer.start(folder.resolve("spacious"), inPlace);
                var roomy = OpenServer.start(folder.resolve("roomy"), inPlace)) {
            spacious.run("CREATE DATABASE shop");
            var plain =
                    between().from(spacious.as("mover")).to(roomy.as("mover")).of("shop");
            assertThat(found("tablespaces", plain)).isEmpty();

            spacious.run("CREATE TABLESPACE fast LOCATION ''");
            assertThat(found("tablespaces", plain))
                    .extracting(DifferingServersIT::brief)
                    .containsExactly("WARNING PGC1641 tablespaces");
            var mapped = plain.copying(mapped("fast", "quick"));
            assertThat(found("tablespaces", mapped))
                    .extracting(DifferingServersIT::brief)
                    .containsExactly("ERROR PGC1642 tablespace \"quick\"");

            roomy.run("CREATE TABLESPACE quick LOCATION ''");
            assertThat(found("tablespaces", mapped))
                    .extracting(DifferingServersIT::brief)
                    .containsExactly("ERROR PGC1642 tablespace \"quick\"");
            roomy.run("GRANT CREATE ON TABLESPACE quick TO mover");
            assertThat(found("tablespaces", mapped)).isEmpty();
            assertThat(found("tablespaces", plain.copying(mapped("gone", "quick"))))
                    .extracting(DifferingServersIT::brief)
                    .containsExactly("ERROR PGC1642 tablespace \"gone\"", "WARNING PGC1641 tablespaces");
        }
    }

    @Test
    void more_tables_than_a_source_can_lock_at_once_are_told() throws IOException, SQLException {
        try (var narrow = OpenServer.start(folder.resolve("narrow"), FEW_LOCKS)) {
            narrow.run("CREATE DATABASE shop");
            assertThat(found("lock-budget", shop(narrow))).isEmpty();

            narrow.runIn("shop", tables(1, 80));
            assertThat(found("lock-budget", shop(narrow)))
                    .extracting(DifferingServersIT::brief)
                    .containsExactly("WARNING PGC1601 shop");
            narrow.runIn("shop", tables(81, 150));
            assertThat(found("lock-budget", shop(narrow)))
                    .extracting(DifferingServersIT::brief)
                    .containsExactly("ERROR PGC1601 shop");
        }
    }

    @Test
    void rows_that_the_target_will_refuse_are_told_whatever_the_version_of_the_source() throws SQLException {
        for (var server : List.of(old, source)) {
            var checked = shop(server).checking(new CheckOptions(false, true));
            server.runIn("shop", """
                    CREATE TYPE fading AS ENUM ('here', 'gone');
                    CREATE TABLE odd (j json, x xml, t timestamp, e fading, v varchar(40), n numeric(10, 1), m text[]);
                    INSERT INTO odd VALUES ('{}', '<a/>', 'infinity', 'gone', 'short', 9.5, ARRAY['a']);
                    CREATE TABLE parted (id int) PARTITION BY RANGE (id);
                    CREATE TABLE low (id int);
                    ALTER TABLE parted ATTACH PARTITION low FOR VALUES FROM (0) TO (10);
                    INSERT INTO parted VALUES (5);
                    GRANT SELECT ON odd, parted, low TO mover""");
            try {
                assertThat(found("row-data", checked)).isEmpty();

                server.runIn("shop", """
                        DELETE FROM pg_enum WHERE enumlabel = 'gone' AND enumtypid = 'fading'::regtype;
                        UPDATE pg_attribute SET atttypmod = 4 + 3 WHERE attrelid = 'odd'::regclass AND attname = 'v';
                        ALTER TABLE parted DETACH PARTITION low;
                        INSERT INTO low VALUES (50);
                        ALTER TABLE low ADD CONSTRAINT looks_low CHECK (id IS NOT NULL AND id >= 0 AND id < 10) NOT VALID;
                        UPDATE pg_constraint SET convalidated = true WHERE conname = 'looks_low';
                        ALTER TABLE parted ATTACH PARTITION low FOR VALUES FROM (0) TO (10);
                        ALTER TABLE low DROP CONSTRAINT looks_low""");
                assertThat(found("row-data", checked))
                        .extracting(DifferingServersIT::brief)
                        .containsExactly("ERROR PGC1529 shop", "ERROR PGC1529 shop");
            } finally {
                server.runIn("shop", "DROP TABLE odd, parted; DROP TYPE fading");
            }
        }
    }

    /// One by one: a block that makes them all would need their locks itself.
    private static String tables(int from, int to) {
        return "DO $$ BEGIN FOR i IN %d..%d LOOP EXECUTE format('CREATE TABLE t%%s ()', i); COMMIT; END LOOP; END $$"
                .formatted(from, to);
    }

    private static CopyOptions mapped(String from, String to) {
        return new CopyOptions(0, false, InvalidData.FAIL, false, new TreeMap<>(Map.of(from, to)));
    }

    private static PreflightRequests shop(OpenServer from) {
        return between().from(from.as("mover")).of("shop");
    }

    private List<Finding> found(String check, PreflightRequests request) {
        var findings = examineServers.examine(request.build()).findings();
        assertThat(findings).extracting(Finding::code).doesNotContain("PGC1000");
        return findings.stream()
                .filter(finding -> finding.check().equals(check))
                .toList();
    }

    private static String brief(Finding finding) {
        return "%s %s %s".formatted(finding.severity(), finding.code(), finding.object());
    }
}
