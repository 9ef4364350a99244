package dev.pgconvoy.worker.copier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.copy.Work;
import dev.pgconvoy.copy.Work.Statement;
import dev.pgconvoy.fixture.CopyWork;
import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.postgres.TableName;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TaskContextTest {

    private static final TableName TABLE = new TableName("public", "two\nlines");

    @AfterEach
    void forget() {
        TaskContext.removeFromLog();
    }

    private static TaskContext of(TableName... tables) {
        var statements = List.of(tables).stream()
                .map(table -> new Statement("index", "an index", "SELECT 1").about(Optional.of(table)))
                .toList();
        return TaskContext.of(CopyWork.aTask(new Work.RunStatements(statements)));
    }

    @Test
    void the_log_names_migration_database_and_the_one_table_in_one_line() {
        of(TABLE, TABLE).putIntoLog();

        assertThat(MDC.get("migration"))
                .isEqualTo(CopyWork.aTask(CopyWork.copyLargeObjects()).id().toString());
        assertThat(MDC.get("database")).isEqualTo(Fixtures.DATABASE);
        assertThat(MDC.get("table")).isEqualTo("\"public\".\"two\\nlines\"");
    }

    @Test
    void a_task_about_several_tables_names_none() {
        of(TABLE, new TableName("public", "orders")).putIntoLog();

        assertThat(MDC.get("table")).isNull();
    }

    @Test
    void nothing_stays_for_the_next_task() {
        of(TABLE).putIntoLog();

        TaskContext.removeFromLog();

        assertThat(MDC.getMap()).doesNotContainKeys("migration", "database", "table");
    }
}
