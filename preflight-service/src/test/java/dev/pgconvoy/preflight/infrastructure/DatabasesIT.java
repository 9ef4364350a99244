package dev.pgconvoy.preflight.infrastructure;

import static dev.pgconvoy.preflight.Requests.as;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.Severity;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.SslMode;
import dev.pgconvoy.migration.Verdict;
import dev.pgconvoy.preflight.Requests;
import dev.pgconvoy.secret.SecretRef;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DatabasesIT extends TwoServers {

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
    void a_database_that_the_source_does_not_have_is_told() {
        var finding = onlyErrorOf(between().of("Orders").build());

        assertThat(finding.code()).isEqualTo("603102");
        assertThat(finding.object()).isEqualTo("Orders");
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
    void an_unfinished_copy_of_the_same_migration_stands_in_nobodys_way() throws SQLException {
        source.run("CREATE DATABASE ours");
        target.run("CREATE DATABASE ours OWNER mover");
        target.runIn("ours", "CREATE SCHEMA pgconvoy_ledger AUTHORIZATION mover");
        target.runIn("ours", "CREATE TABLE pgconvoy_ledger.migration (id text)");
        target.runIn("ours", "ALTER TABLE pgconvoy_ledger.migration OWNER TO mover");
        try {
            target.runIn("ours", "INSERT INTO pgconvoy_ledger.migration VALUES ('target-1/another')");
            assertThat(onlyErrorOf(between().of("ours").build()).code()).isEqualTo("603101");

            target.runIn("ours", "UPDATE pgconvoy_ledger.migration SET id = '" + Requests.ID + "'");
            assertThat(examineServers.examine(between().of("ours").build()).findings())
                    .extracting(Finding::code)
                    .containsExactly("PGC1207");
        } finally {
            source.run("DROP DATABASE ours");
            target.run("DROP DATABASE ours");
        }
    }

    @Test
    void a_target_user_that_may_not_create_databases_is_told() {
        var locked = as(target.as("locked"), "locked", Optional.of(new SecretRef.Env("RIGHT")));

        assertThat(onlyErrorOf(between().to(locked).of("Lager & Co").build()).code())
                .isEqualTo("PGC1301");
    }

    @Test
    void the_source_under_another_name_is_no_target() {
        var byName = new ServerEndpoint(
                "localhost", source.as("mover").port(), "mover", Optional.empty(), SslMode.PREFER, "postgres");

        var errors = errorsOf(between().to(byName).of("stock").overwriting().build());

        assertThat(errors).extracting(Finding::code).contains("PGC1401");
    }
}
