package dev.pgconvoy.worker.copier;

import dev.pgconvoy.copy.Work;
import dev.pgconvoy.event.CopyTask;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.text.PrintableText;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.MDC;

/// What a task is about, for logs and traces.
///
/// @param table empty where the task is about several, or none
record TaskContext(String migration, String database, Optional<TableName> table) {

    private static final String MIGRATION = "migration";
    private static final String DATABASE = "database";
    private static final String TABLE = "table";

    static TaskContext of(CopyTask task) {
        var tables = tables(task.work()).distinct().limit(2).toList();
        return new TaskContext(
                task.id().toString(),
                task.database(),
                tables.size() == 1 ? Optional.of(tables.getFirst()) : Optional.empty());
    }

    private static Stream<TableName> tables(Work work) {
        return switch (work) {
            case Work.CopyTables(var tables, var _) -> tables.stream().map(Work.TableCopy::table);
            case Work.RunStatements(var statements) ->
                statements.stream().flatMap(statement -> statement.table().stream());
            case Work.CopyLargeObjects _ -> Stream.empty();
            case Work.VerifyTables(var checks, var _) -> checks.stream().map(Work.TableCheck::table);
        };
    }

    /// Each line of this thread's log says it from now on.
    void putIntoLog() {
        MDC.put(MIGRATION, migration);
        MDC.put(DATABASE, PrintableText.of(database));
        table.ifPresent(name -> MDC.put(TABLE, PrintableText.of(name.quoted())));
    }

    static void removeFromLog() {
        List.of(MIGRATION, DATABASE, TABLE).forEach(MDC::remove);
    }
}
