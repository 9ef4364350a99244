package dev.pgconvoy.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

class ServerErrorTextTest {

    private static final String VALUE = "a-planted-value";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            22P02 | invalid input syntax for type integer: "a-planted-value"
            22003 | value "a-planted-value" is out of range for type integer
            22008 | date/time field value out of range: "a-planted-value"
            22021 | invalid byte sequence for encoding "UTF8": a-planted-value
            22023 | invalid value for parameter "app.key": "a-planted-value"
            22999 | what a later version says: a-planted-value
            23505 | raised by a function with a-planted-value
            P0001 | raised by a function with a-planted-value
            38000 | raised by a function in C with a-planted-value
            HV000 | invalid option a-planted-value
            """)
    void the_servers_text_is_not_shown_where_it_quotes_values(String state, String message) {
        assertThat(ServerErrorText.of(error(state, message, ""))).doesNotContain(VALUE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            42501 | permission denied for table orders
            42P01 | relation "orders" does not exist
            53100 | could not extend file "base/1": No space left on device
            3D000 | database "shop" does not exist
            XX001 | could not read block 7 in file "base/1"
            """)
    void a_text_about_objects_and_resources_is_shown(String state, String message) {
        assertThat(ServerErrorText.of(error(state, message, ""))).isEqualTo("ERROR: " + message);
    }

    @ParameterizedTest
    @CsvSource({"53100", "40P01", "57014"})
    void it_is_shown_also_in_the_middle_of_a_copy(String state) {
        var where = "W" + "COPY orders, line 3, column mail: \"a-planted-value\"";

        assertThat(ServerErrorText.of(error(state, "disk full", "Fmd.c", where)))
                .isEqualTo("ERROR: disk full");
    }

    @Test
    void details_hints_of_values_and_contexts_are_never_shown() {
        var error = error(
                "42704",
                "type does not exist",
                "DFailing row contains (a-planted-value).",
                "Wwhile reading a-planted-value",
                "Ha-planted-value",
                "qSELECT 'a-planted-value'");

        assertThat(ServerErrorText.of(error)).doesNotContain(VALUE);
    }

    @Test
    void a_syntax_error_inside_a_value_is_not_shown_as_one_of_a_statement_is() {
        var message = "syntax error in tsquery: \"a-planted-value\"";

        assertThat(ServerErrorText.of(error("42601", message, "WCOPY orders, line 3, column q: \"a-planted-value\"")))
                .doesNotContain(VALUE)
                .contains("(row 3 of the copy of \"orders\", column \"q\")");
    }

    @Test
    void a_refused_row_is_named_by_what_it_violates() {
        assertThat(ServerErrorText.of(error(
                        "23505",
                        "duplicate key",
                        "DKey (mail)=(a-planted-value) already exists.",
                        "spublic",
                        "torders",
                        "norders_mail_key")))
                .isEqualTo("Two rows violate unique constraint \"orders_mail_key\" of table \"public\".\"orders\".");
        assertThat(ServerErrorText.of(error("23502", "null value", "spublic", "torders", "cmail")))
                .isEqualTo("A row violates NOT NULL in column \"mail\" of table \"public\".\"orders\".");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            COPY orders, line 3: "x, line 4, column a-planted-value"          | (row 3 of the copy of "orders")
            COPY orders, line 3, column mail                                  | (row 3 of the copy of "orders", column "mail")
            COPY orders, line 3, column mail: null input                      | (row 3 of the copy of "orders", column "mail")
            PL/pgSQL function public.check_it(text) line 3 at RAISE           | (in the function public.check_it(text))
            SQL function "check_it" statement 1                               | (in the function check_it)
            """)
    void the_place_is_told_without_the_value(String where, String place) {
        assertThat(ServerErrorText.of(error("22P02", VALUE, "W" + where)))
                .doesNotContain(VALUE)
                .endsWith(place + ".");
    }

    @Test
    void what_a_function_raises_is_not_shown_whatever_state_it_claims() {
        var where = "WPL/pgSQL function public.check_it(text) line 3 at RAISE";

        assertThat(ServerErrorText.of(error("53100", VALUE, where, "Fpl_exec.c")))
                .doesNotContain(VALUE);
        assertThat(ServerErrorText.of(error("42501", VALUE, where, "Fpl_exec.c")))
                .doesNotContain(VALUE);
        assertThat(ServerErrorText.of(error("42501", VALUE, "Fplperl.c"))).doesNotContain(VALUE);
    }

    @Test
    void the_drivers_own_texts_are_shown_unless_they_repeat_values() {
        assertThat(ServerErrorText.of(new SQLException("Connection refused", "08001")))
                .isEqualTo("Connection refused");
        assertThat(ServerErrorText.of(new SQLException("Bad value for type int : a-planted-value", "22003")))
                .doesNotContain(VALUE);
        assertThat(ServerErrorText.of(new SQLException())).isEqualTo("no message");
    }

    @Test
    void a_batch_is_told_by_the_servers_error_and_not_by_its_values() {
        var batch = new BatchUpdateException(
                "Batch entry 0 INSERT INTO t VALUES ('a-planted-value') was aborted", "42501", 0, new int[0]);
        batch.setNextException(error("42501", "permission denied for table t"));

        assertThat(ServerErrorText.of(batch)).isEqualTo("ERROR: permission denied for table t");
    }

    @Test
    void whoever_logs_an_exception_logs_nothing_more() {
        var thrown = SqlFailures.exception(error("22P02", VALUE, "DKey (a-planted-value)"), "table t");

        assertThat(thrown).hasStackTraceContaining("(SQLSTATE 22P02)");
        assertThat(thrown.getCause()).hasNoCause().hasMessageNotContaining(VALUE);
        assertThat(ServerErrorText.shown(new SQLException("broken", "08006", new IOException("reset")))
                        .getCause())
                .hasMessage("reset");
    }

    /// @param fields as the protocol has them: a letter and the text
    private static PSQLException error(String state, String message, String... fields) {
        var parts = new StringBuilder("SERROR\0C" + state + "\0M" + message + "\0");
        for (var field : fields) {
            parts.append(field).append(field.isEmpty() ? "" : "\0");
        }
        return new PSQLException(new ServerErrorMessage(parts.toString()));
    }
}
