package dev.pgconvoy.preflight.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DatabaseSelectionTest {

    private static final List<SourceDatabase> CATALOG = List.of(
            new SourceDatabase("azure_sys", "UTF8", false, true, true),
            new SourceDatabase("closed", "UTF8", false, false, true),
            new SourceDatabase("orders", "UTF8", false, true, true),
            new SourceDatabase("postgres", "UTF8", false, true, true),
            new SourceDatabase("secret", "UTF8", false, true, false),
            new SourceDatabase("template0", "UTF8", true, false, true),
            new SourceDatabase("template1", "UTF8", true, true, true));

    @Test
    void without_names_every_connectable_database_of_users_moves() {
        var selection = DatabaseSelection.of(List.of(), _ -> false, CATALOG);

        assertThat(selection.names()).containsExactly("orders", "secret");
        assertThat(selection.all()).isTrue();
    }

    @Test
    void what_stays_behind_is_told_except_templates() {
        assertThat(DatabaseSelection.of(List.of(), _ -> false, CATALOG).leftOut())
                .containsExactly("azure_sys", "closed", "postgres");
    }

    @Test
    void named_databases_are_taken_as_they_are_and_nothing_is_left_out() {
        var selection = DatabaseSelection.of(List.of("postgres", "ghost"), _ -> false, CATALOG);

        assertThat(selection.names()).containsExactly("postgres", "ghost");
        assertThat(selection.leftOut()).isEmpty();
    }

    @Test
    void what_is_excluded_does_not_move_whether_it_was_named_or_not() {
        assertThat(DatabaseSelection.of(List.of("a", "b"), "b"::equals, CATALOG).names())
                .containsExactly("a");
        var all = DatabaseSelection.of(List.of(), _ -> true, CATALOG);
        assertThat(all.names()).isEmpty();
        assertThat(all.leftOut()).isNotEmpty();
    }
}
