package dev.pgconvoy.migration;

import static dev.pgconvoy.fixture.Fixtures.aWarning;
import static dev.pgconvoy.fixture.Fixtures.anError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.migration.connection.SslMode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {

    @ParameterizedTest
    @CsvSource({"require, REQUIRE", "verify-full, VERIFY_FULL", "VerifyFull, VERIFY_FULL", "VerifyCA, VERIFY_CA"})
    void an_ssl_mode_is_read_in_libpqs_spelling_and_in_arms(String text, SslMode mode) {
        assertThat(SslMode.parse(text)).isEqualTo(mode);
    }

    @Test
    void options_are_read_in_any_case_and_written_in_one() {
        assertThat(MigrationOption.parse("VALIDATEANDMIGRATE").text()).isEqualTo("ValidateAndMigrate");
        assertThat(VerifyMode.parse("Full").text()).isEqualTo("full");
        assertThat(ExecutorKind.parse("Workers").text()).isEqualTo("workers");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MigrationOption.parse("hunter2"))
                .withMessageNotContaining("hunter2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ExecutorKind.parse("hunter2"))
                .withMessageNotContaining("hunter2");
    }

    @Test
    void warnings_pass_and_one_error_fails() {
        assertThat(Verdict.of(List.of())).isEqualTo(Verdict.SUCCEEDED);
        assertThat(Verdict.of(List.of(aWarning()))).isEqualTo(Verdict.WARNING);
        assertThat(Verdict.of(List.of(aWarning(), anError()))).isEqualTo(Verdict.FAILED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"old", "old.example.org", "10.0.0.1", "::1", "fe80::1", "source_db", "a"})
    void a_host_is_a_name_or_an_address(String host) {
        assertThat(endpoint(host, 5432).address())
                .isEqualTo(host.contains(":") ? "[" + host + "]:5432" : host + ":5432");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a/b", "a,b", "user@host", "-a", "a?", "/var/run"})
    void anything_else_is_no_host(String host) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> endpoint(host, 5432))
                .withMessage("host must be a host name or an IP address");
    }

    @Test
    void a_report_counts_all_databases_and_knows_differences() {
        assertThat(Fixtures.aReport().rows()).isEqualTo(8_000);
        assertThat(Fixtures.aReport().bytes()).isEqualTo(1_000_000);
        assertThat(Fixtures.aReport().hasDifferences()).isFalse();
        assertThat(Fixtures.aReport(List.of(new Report.Difference("t", "rows", "1", "2")))
                        .hasDifferences())
                .isTrue();
    }

    private static ServerEndpoint endpoint(String host, int port) {
        return new ServerEndpoint(host, port, "mover", Optional.empty(), SslMode.PREFER, "postgres");
    }
}
