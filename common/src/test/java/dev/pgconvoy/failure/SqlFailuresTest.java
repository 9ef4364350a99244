package dev.pgconvoy.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlFailuresTest {

    @ParameterizedTest
    @CsvSource({
        "08006, CONNECTION_LOST, true",
        "08001, CONNECTION_LOST, true",
        ", CONNECTION_LOST, true",
        "57P01, CONNECTION_LOST, true",
        "25P03, CONNECTION_LOST, true",
        "25P04, CONNECTION_LOST, true",
        "72000, SNAPSHOT_LOST, true",
        "57P03, SERVER_UNAVAILABLE, true",
        "53300, SERVER_UNAVAILABLE, true",
        "40P01, CONTENTION, true",
        "40001, CONTENTION, true",
        "55P03, CONTENTION, true",
        "55006, CONTENTION, true",
        "57014, CONTENTION, true",
        "28P01, AUTHENTICATION_FAILED, false",
        "28000, AUTHENTICATION_FAILED, false",
        "42501, PERMISSION_DENIED, false",
        "53100, RESOURCES_EXHAUSTED, false",
        "54000, RESOURCES_EXHAUSTED, false",
        "23505, DATA_REFUSED, false",
        "22P02, DATA_REFUSED, false",
        "58030, SERVER_UNAVAILABLE, true",
        "58P01, SCHEMA_REFUSED, false",
        "42P07, SCHEMA_REFUSED, false",
        "3D000, SCHEMA_REFUSED, false",
        "0A000, SCHEMA_REFUSED, false",
        "25006, SERVER_UNAVAILABLE, true",
        "P0001, SCHEMA_REFUSED, false",
        "21000, SCHEMA_REFUSED, false",
        "38001, SCHEMA_REFUSED, false",
        "HV00N, SCHEMA_REFUSED, false",
        "XX000, INTERNAL, false",
        "XX001, DATA_REFUSED, false",
        "XX002, DATA_REFUSED, false",
        "99999, INTERNAL, false",
    })
    void the_sqlstate_alone_decides(String state, FailureCode code, boolean retryable) {
        assertThat(SqlFailures.codeOf(state)).isEqualTo(code);
        assertThat(code.retryable()).isEqualTo(retryable);
    }

    @Test
    void a_damaged_page_is_the_servers_and_no_fault_of_ours() {
        var failure = SqlFailures.classify(
                new SQLException("invalid page in block 7 of relation base/5/16384", "XX001"), "public.orders");

        assertThat(failure.object()).isEqualTo("public.orders");
        assertThat(failure.sentence())
                .contains("block 7", "damaged", "pg_amcheck")
                .doesNotContain("Report this");
    }

    /// What ails the server or its database is not ours to be told of, and not mended by waiting.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            XX000 | invalid memory alloc request size 18446744073709551613           | pg_amcheck
            XX000 | cache lookup failed for type 98765                               | damaged row
            58030 | could not read block 7 in file "base/5/16384": Input/output error | disk
            58P01 | could not access file "$libdir/postgis-3": No such file or directory | install the extension
            58P01 | could not access status of transaction 4711                      | restore the object
            25006 | cannot execute COPY FROM in a read-only transaction              | take writes
            P0001 | raised                                                           | code of the database
            HV00N | could not connect to server "far"                                | a foreign server
            """)
    void so_are_other_faults_within_a_server(String state, String message, String remedy) {
        var failure = SqlFailures.classify(new SQLException(message, state), "public.orders");

        assertThat(failure.remedy())
                .contains(remedy)
                .doesNotContain("Report this", "max_connections", "Create what is missing");
    }

    @Test
    void a_failure_names_the_object_and_what_the_server_said() {
        var failure = SqlFailures.classify(new SQLException("disk full", "53100"), "table \"t\"");

        assertThat(failure.sentence())
                .isEqualTo("table \"t\": disk full (SQLSTATE 53100)"
                        + " Free or add the exhausted resource (disk, memory, locks) on the server.");
        assertThat(SqlFailures.classify(new SQLException(), "table \"t\"").message())
                .isEqualTo("no message");
    }

    @ParameterizedTest
    @ValueSource(strings = {"23503", "23514"})
    void who_meets_a_violated_constraint_learns_that_it_need_not_be_valid(String state) {
        assertThat(SqlFailures.classify(new SQLException("violated", state), "table \"t\"")
                        .remedy())
                .contains("--on-invalid-data not-valid");
    }

    @ParameterizedTest
    @EnumSource
    void every_code_can_be_thrown_with_its_failure(FailureCode code) {
        var failure = new Failure(code, "it", "broke.", "Mend it.");

        assertThat(new MigrationException(failure, null))
                .hasMessage("it: broke. Mend it.")
                .extracting(MigrationException::failure)
                .isSameAs(failure);
    }
}
