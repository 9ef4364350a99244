package dev.pgconvoy.preflight.infrastructure;

import static dev.pgconvoy.preflight.PreflightRequests.as;
import static dev.pgconvoy.preflight.PreflightRequests.through;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.Severity;
import dev.pgconvoy.migration.CopyOptions;
import dev.pgconvoy.migration.InvalidData;
import dev.pgconvoy.migration.MigrationOption;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.Verdict;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.postgres.LeaderLock;
import dev.pgconvoy.preflight.PreflightRequests;
import dev.pgconvoy.secret.SecretRef;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DatabasesIT extends TwoServers {

    private static final String LEDGER = "CREATE TABLE pgconvoy_ledger.migration (singleton boolean, id text,"
            + " request_hash text, epoch integer, source text, scope text, source_snapshot text, divided boolean)";

    @Test
    void a_sound_request_passes_without_a_word() {
        var report = examineServers.examine(between().of("Lager & Co").build());

        assertThat(report.findings()).isEmpty();
        assertThat(report.verdict()).isEqualTo(Verdict.SUCCEEDED);
    }

    @Test
    void without_names_all_databases_are_taken_and_tables_in_postgres_are_a_warning() throws SQLException {
        source.run("CREATE TABLE forgotten (id int)");
        try {
            var report = examineServers.examine(between().overwriting().build());

            assertThat(report.request().databases()).containsExactly("Lager & Co", "orders", "stock");
            assertThat(report.findings()).extracting(Finding::code).contains("PGC1209");
        } finally {
            source.run("DROP TABLE forgotten");
        }
    }

    @Test
    void more_databases_than_the_configured_most_are_an_error() {
        var limited = examineServers.taking(2);

        assertThat(limited.examine(between().build()).findings())
                .filteredOn(finding -> finding.check().equals("database-count"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.code()).isEqualTo("PGC1202");
                    assertThat(finding.message()).isEqualTo("It has 3 databases; one migration takes at most 2.");
                });
        assertThat(limited.examine(between().of("orders", "stock").build()).findings())
                .extracting(Finding::check)
                .doesNotContain("database-count");
    }

    @Test
    void a_database_that_the_source_does_not_have_is_told() {
        var finding = onlyErrorOf(between().of("Orders").build());

        assertThat(finding.code()).isEqualTo("603102");
        assertThat(finding.object()).isEqualTo("Orders");
    }

    @Test
    void on_a_server_of_azure_the_user_is_one_of_its_administrators() throws SQLException {
        target.run("CREATE ROLE azure_pg_admin");
        try {
            assertThat(examineServers.examine(between().of("orders").build()).findings())
                    .filteredOn(finding -> finding.code().equals("603115"))
                    .singleElement()
                    .satisfies(finding -> {
                        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
                        assertThat(finding.remedy()).endsWith("GRANT azure_pg_admin TO \"mover\";");
                    });
            target.run("GRANT azure_pg_admin TO mover");
            assertThat(examineServers.examine(between().of("orders").build()).findings())
                    .extracting(Finding::code)
                    .doesNotContain("603115");
        } finally {
            target.run("DROP ROLE azure_pg_admin");
        }
    }

    @Test
    void a_database_that_cannot_speak_utf8_is_told_and_not_asked() throws SQLException {
        source.run("CREATE DATABASE mule TEMPLATE template0 ENCODING 'MULE_INTERNAL' LC_COLLATE 'C' LC_CTYPE 'C'");
        try {
            assertThat(onlyErrorOf(between().of("mule").build()).code()).isEqualTo("PGC1211");
        } finally {
            source.run("DROP DATABASE mule");
        }
    }

    @Test
    void a_template_is_told_until_it_is_none() throws SQLException {
        source.run("CREATE DATABASE pattern IS_TEMPLATE true");
        try {
            assertThat(onlyErrorOf(between().of("pattern").build()).code()).isEqualTo("PGC1204");

            source.run("ALTER DATABASE pattern IS_TEMPLATE false");
            assertThat(errorsOf(between().of("pattern").build())).isEmpty();
        } finally {
            source.run("ALTER DATABASE pattern IS_TEMPLATE false");
            source.run("DROP DATABASE pattern");
        }
    }

    @Test
    void what_stays_behind_though_all_were_asked_for_is_told() throws SQLException {
        assertThat(leftOut(between().overwriting())).isEmpty();
        source.run("CREATE DATABASE closed ALLOW_CONNECTIONS false");
        try {
            assertThat(leftOut(between().overwriting())).singleElement().satisfies(finding -> {
                assertThat(finding.severity()).isEqualTo(Severity.INFO);
                assertThat(finding.message()).endsWith(": closed");
            });
            assertThat(leftOut(between().of("stock").overwriting())).isEmpty();
        } finally {
            source.run("DROP DATABASE closed");
        }
    }

    private List<Finding> leftOut(PreflightRequests request) {
        return examineServers.examine(request.build()).findings().stream()
                .filter(finding -> finding.code().equals("PGC1208"))
                .toList();
    }

    @Test
    void the_database_through_which_we_ask_cannot_be_overwritten() {
        var finding = onlyErrorOf(between()
                .to(through(target.as("mover"), "stock"))
                .of("stock")
                .overwriting()
                .build());

        assertThat(finding.code()).isEqualTo("PGC1206");
        assertThat(finding.remedy()).contains("maintenanceDatabase");
    }

    @Test
    void a_copy_of_an_earlier_migration_is_continued_where_that_was_asked_for() throws SQLException {
        source.run("CREATE DATABASE begun OWNER mover");
        target.run("CREATE DATABASE begun OWNER mover");
        target.runIn("begun", "CREATE SCHEMA pgconvoy_ledger AUTHORIZATION mover");
        target.runIn("begun", LEDGER);
        target.runIn("begun", "ALTER TABLE pgconvoy_ledger.migration OWNER TO mover");
        target.runIn("begun", "INSERT INTO pgconvoy_ledger.migration (id) VALUES ('target-1/another')");
        try {
            assertThat(onlyErrorOf(between().of("begun").build()).code()).isEqualTo("603101");
            assertThat(examineServers
                            .examine(between()
                                    .of("begun")
                                    .copying(new CopyOptions(0, false, InvalidData.FAIL, true))
                                    .build())
                            .findings())
                    .extracting(Finding::severity, Finding::code)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple(Severity.INFO, "PGC1230"));
        } finally {
            source.run("DROP DATABASE begun");
            target.run("DROP DATABASE begun");
        }
    }

    @Test
    void an_existing_database_on_the_target_is_an_error_unless_overwriting_was_asked_for() {
        assertThat(onlyErrorOf(between().of("stock").build()).code()).isEqualTo("603101");
        assertThat(examineServers
                        .examine(between().of("stock").overwriting().build())
                        .findings())
                .extracting(Finding::severity, Finding::code, Finding::object)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(Severity.WARNING, "PGC1205", "stock"));
    }

    @Test
    void a_database_of_somebody_else_cannot_be_overwritten() {
        assertThat(onlyErrorOf(between().of("orders").overwriting().build()).code())
                .isEqualTo("603117");
    }

    @Test
    void one_with_a_subscription_at_work_cannot_be_overwritten_either() throws SQLException {
        target.runIn(
                "stock",
                "CREATE SUBSCRIPTION news CONNECTION 'host=127.0.0.1 port=1' PUBLICATION p"
                        + " WITH (connect = false, slot_name = 'news')");
        try {
            assertThat(errorsOf(between().of("stock").overwriting().build())).isEmpty();

            target.runIn("stock", "ALTER SUBSCRIPTION news ENABLE");
            var finding = onlyErrorOf(between().of("stock").overwriting().build());

            assertThat(finding.code()).isEqualTo("603117");
            assertThat(finding.message()).contains("news");
        } finally {
            target.runIn("stock", "ALTER SUBSCRIPTION news DISABLE");
            target.runIn("stock", "ALTER SUBSCRIPTION news SET (slot_name = NONE)");
            target.runIn("stock", "DROP SUBSCRIPTION news");
        }
    }

    @Test
    void an_unfinished_copy_of_the_same_migration_stands_in_nobodys_way() throws SQLException {
        source.run("CREATE DATABASE ours OWNER mover");
        target.run("CREATE DATABASE ours OWNER mover");
        target.runIn("ours", "CREATE SCHEMA pgconvoy_ledger AUTHORIZATION mover");
        target.runIn("ours", LEDGER);
        target.runIn("ours", "ALTER TABLE pgconvoy_ledger.migration OWNER TO mover");
        try {
            target.runIn("ours", "INSERT INTO pgconvoy_ledger.migration (id) VALUES ('target-1/another')");
            assertThat(onlyErrorOf(between().of("ours").build()).code()).isEqualTo("603101");

            target.runIn("ours", "UPDATE pgconvoy_ledger.migration SET id = '" + PreflightRequests.ID + "'");
            assertThat(examineServers.examine(between().of("ours").build()).findings())
                    .extracting(Finding::code)
                    .containsExactly("PGC1207");
        } finally {
            source.run("DROP DATABASE ours");
            target.run("DROP DATABASE ours");
        }
    }

    @Test
    void overwriting_is_permitted_for_the_database_that_is_there_now() throws SQLException {
        for (var option : List.of(MigrationOption.VALIDATE_AND_MIGRATE, MigrationOption.MIGRATE)) {
            var report = examineServers.examine(
                    between().of("stock", "orders").overwriting().option(option).build());

            assertThat(report.overwritable()).containsExactly(Map.entry("stock", target.oidOf("stock")));
        }
        assertThat(examineServers.examine(between().of("stock").build()).overwritable())
                .isEmpty();
    }

    @Test
    void a_copy_on_which_another_migration_works_is_never_overwritten() throws SQLException {
        var another = "target-1/another";
        source.run("CREATE DATABASE theirs");
        target.run("CREATE DATABASE theirs OWNER mover");
        target.runIn("theirs", "CREATE SCHEMA pgconvoy_ledger AUTHORIZATION mover");
        target.runIn("theirs", LEDGER);
        target.runIn("theirs", "ALTER TABLE pgconvoy_ledger.migration OWNER TO mover");
        target.runIn("theirs", "INSERT INTO pgconvoy_ledger.migration (id) VALUES ('" + another + "')");
        var request = between()
                .of("theirs")
                .overwriting()
                .option(MigrationOption.MIGRATE)
                .build();
        try (var leader = target.connect("theirs");
                var statement = leader.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(%d, %d)".formatted(LeaderLock.CLASS, LeaderLock.key(another)));

            var whileItRuns = examineServers.examine(request);
            statement.execute("SELECT pg_advisory_unlock_all()");
            var afterwards = examineServers.examine(request);

            assertThat(whileItRuns.findings())
                    .filteredOn(finding -> finding.severity() == Severity.ERROR)
                    .extracting(Finding::code, Finding::object)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple("PGC1231", "theirs"));
            assertThat(whileItRuns.overwritable()).isEmpty();
            assertThat(afterwards.overwritable()).containsOnlyKeys("theirs");
        } finally {
            source.run("DROP DATABASE theirs");
            target.run("DROP DATABASE theirs");
        }
    }

    @Test
    void a_target_user_that_may_neither_create_databases_nor_schemas_is_told() {
        var locked = as(target.as("locked"), "locked", Optional.of(new SecretRef.Env("RIGHT")));

        assertThat(errorsOf(between().to(locked).of("Lager & Co").build()))
                .extracting(Finding::code)
                .containsExactly("PGC1306", "PGC1301");
    }

    @Test
    void the_schema_in_which_leaders_are_kept_must_be_ours() throws SQLException {
        target.run("CREATE SCHEMA pgconvoy_lead AUTHORIZATION mover");
        try {
            assertThat(errorsOf(between().of("Lager & Co").build())).isEmpty();

            target.run("SET ROLE mover; CREATE TABLE pgconvoy_lead.fleet (id int); RESET ROLE");
            assertThat(onlyErrorOf(between().of("Lager & Co").build()).code()).isEqualTo("PGC1307");

            target.run("DROP TABLE pgconvoy_lead.fleet");
            target.run("ALTER SCHEMA pgconvoy_lead OWNER TO postgres");
            assertThat(onlyErrorOf(between().of("Lager & Co").build()).code()).isEqualTo("PGC1306");
        } finally {
            target.run("DROP SCHEMA pgconvoy_lead CASCADE");
        }
    }

    @Test
    void a_schema_that_another_user_prepared_is_told_with_its_owner() throws SQLException {
        target.run("CREATE ROLE mallory; GRANT CREATE ON DATABASE postgres TO mallory");
        target.run("SET ROLE mallory; CREATE SCHEMA pgconvoy_lead; RESET ROLE");
        try {
            var finding = onlyErrorOf(between().of("Lager & Co").build());

            assertThat(finding.code()).isEqualTo("PGC1307");
            assertThat(finding.message()).contains("pgconvoy_lead", "\"mallory\"");
        } finally {
            target.run("DROP OWNED BY mallory; DROP ROLE mallory");
        }
    }

    @Test
    void a_ledger_that_another_user_prepared_is_not_read() throws SQLException {
        source.run("CREATE DATABASE prepared");
        target.run("CREATE DATABASE prepared OWNER mover");
        target.run("CREATE ROLE mallory; GRANT CREATE ON DATABASE prepared TO mallory");
        try {
            target.runIn(
                    "prepared",
                    "SET ROLE mallory; CREATE SCHEMA pgconvoy_ledger; GRANT USAGE ON SCHEMA pgconvoy_ledger TO PUBLIC;"
                            + LEDGER
                            + "; GRANT SELECT ON pgconvoy_ledger.migration TO PUBLIC;"
                            + " INSERT INTO pgconvoy_ledger.migration (id) VALUES ('" + PreflightRequests.ID + "')");

            var finding = onlyErrorOf(between().of("prepared").build());

            assertThat(finding.code()).isEqualTo("603101");
            assertThat(finding.message()).contains("pgconvoy_ledger", "\"mallory\"");
            assertThat(finding.remedy()).contains("overwriteDbsInTarget");
        } finally {
            source.run("DROP DATABASE prepared");
            target.run("DROP DATABASE prepared");
            target.run("DROP ROLE mallory");
        }
    }

    @Test
    void a_server_that_hides_its_identifier_is_told_as_another_one_of_unknown_origin() throws SQLException {
        target.run("REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC");
        try {
            assertThat(examineServers
                            .examine(between().of("Lager & Co").build())
                            .findings())
                    .extracting(Finding::severity, Finding::code)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple(Severity.INFO, "PGC1403"));
        } finally {
            target.run("GRANT EXECUTE ON FUNCTION pg_control_system() TO PUBLIC");
        }
    }

    @Test
    void the_source_under_another_name_is_no_target() {
        var byName = new ServerEndpoint(
                "localhost", source.as("mover").port(), "mover", Optional.empty(), SslMode.PREFER, "postgres");

        var errors = errorsOf(between().to(byName).of("stock").overwriting().build());

        assertThat(errors).extracting(Finding::code).contains("PGC1401").doesNotContain("PGC1404");
    }
}
