package dev.pgconvoy.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchPathTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"$user\", public            | app,public",
                "public                       | public",
                "App, \"App\", app            | app,App",
                "pg_catalog, public, pg_temp  | public",
                "\"od\"\"d\",\"with, comma\"   | od\"d,with, comma",
            })
    void a_setting_is_read_as_the_server_reads_it(String setting, String schemas) {
        assertThat(String.join(",", SearchPath.of(setting, "app").schemas())).isEqualTo(schemas);
    }

    @Test
    void without_a_user_his_schema_is_left_out() {
        assertThat(SearchPath.of("\"$user\", public", "").schemas()).containsExactly("public");
    }

    @Test
    void the_systems_schema_comes_first_and_ours_is_put_back() {
        var path = SearchPath.of("evil\"; DROP, a", "").within(Set.of("a"));

        assertThat(path.around("SELECT 1"))
                .isEqualTo(
                        "SET LOCAL search_path = pg_catalog, \"a\", pg_temp;\nSELECT 1\n;SET LOCAL search_path = pg_catalog, pg_temp");
    }

    @Test
    void only_what_was_not_found_may_be_found_elsewhere() {
        assertThat(SearchPath.mayHelp(new SQLException("", "42883"))).isTrue();
        assertThat(SearchPath.mayHelp(new SQLException("", "42501"))).isFalse();
        assertThat(SearchPath.mayHelp(new SQLException("", (String) null))).isFalse();
    }

    @Test
    void what_was_tried_is_named() {
        assertThat(SearchPath.tried(List.of())).isEmpty();
        assertThat(SearchPath.tried(List.of(SearchPath.of("a, b", ""), SearchPath.of("c", ""))))
                .contains("search_path", "\"a\", \"b\"; \"c\"");
    }
}
