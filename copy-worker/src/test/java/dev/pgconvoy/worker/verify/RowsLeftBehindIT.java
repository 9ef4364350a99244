package dev.pgconvoy.worker.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.migration.filter.Filters;
import dev.pgconvoy.postgres.FreshPostgres;
import dev.pgconvoy.postgres.TableLeftBehind;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.worker.catalog.CatalogReader;
import dev.pgconvoy.worker.catalog.CatalogTable;
import java.util.Collections;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Every table with rows is copied or noted, on a real server.
class RowsLeftBehindIT {

    @Test
    void every_table_that_holds_rows_is_in_the_plan_or_in_a_note() throws Exception {
        try (var server = FreshPostgres.start();
                var source = server.getPostgresDatabase().getConnection();
                var statement = source.createStatement()) {
            statement.execute("""
                    CREATE SCHEMA pgconvoy; CREATE TABLE pgconvoy.fleet AS SELECT 1 AS id;
                    CREATE TABLE queue AS SELECT 1 AS id; ALTER EXTENSION plpgsql ADD TABLE queue;
                    CREATE TABLE "empty queue" (id int); ALTER EXTENSION plpgsql ADD TABLE "empty queue";
                    SET allow_system_table_mods = on;
                    CREATE TABLE pg_catalog.hidden AS SELECT 1 AS id;
                    CREATE TABLE t AS SELECT 1 AS id""");

            assertThat(RowsLeftBehind.find(source, Filters.NONE))
                    .allSatisfy(note -> assertThat(note.code()).isEqualTo(RowsLeftBehind.CODE.code()))
                    .extracting(Finding::object)
                    .containsExactlyInAnyOrder("table public.queue", "table pg_catalog.hidden");
            assertThat(new CatalogReader(source).read().tables())
                    .extracting(CatalogTable::name)
                    .contains(new TableName("pgconvoy", "fleet"), new TableName("public", "t"));
        }
    }

    @Test
    void a_thousand_tables_are_named_up_to_a_bound_and_counted() {
        var many = Collections.nCopies(1_000, new TableLeftBehind(new TableName("q", "one"), Optional.of("pgmq")));

        var notes = RowsLeftBehind.notes(many);

        assertThat(notes).hasSize(51);
        assertThat(notes.getLast().message()).contains("950 more");
        assertThat(notes.getFirst().message()).contains("pgmq");
    }
}
