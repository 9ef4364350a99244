package dev.pgconvoy.preflight.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DatabaseSelectionTest {

    private static final List<SourceDatabase> CATALOG = List.of(
            new SourceDatabase("azure_sys", false, true, true),
            new SourceDatabase("closed", false, false, true),
            new SourceDatabase("orders", false, true, true),
            new SourceDatabase("postgres", false, true, true),
            new SourceDatabase("secret", false, true, false),
            new SourceDatabase("template0", true, false, true),
            new SourceDatabase("template1", true, true, true));

    @Test
    void without_names_every_connectable_database_of_users_moves() {
        var selection = DatabaseSelection.of(List.of(), CATALOG);

        assertThat(selection.names()).containsExactly("orders", "secret");
        assertThat(selection.all()).isTrue();
    }

    @Test
    void what_stays_behind_is_told_except_templates() {
        assertThat(DatabaseSelection.of(List.of(), CATALOG).leftOut())
                .containsExactly("azure_sys", "closed", "postgres");
    }

    @Test
    void named_databases_are_taken_as_they_are_and_nothing_is_left_out() {
        var selection = DatabaseSelection.of(List.of("postgres", "ghost"), CATALOG);

        assertThat(selection.names()).containsExactly("postgres", "ghost");
        assertThat(selection.leftOut()).isEmpty();
    }
}
