package dev.pgconvoy.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pgconvoy.event.CopyTask;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.event.TaskProgress;
import dev.pgconvoy.event.TaskResult;
import dev.pgconvoy.fixture.CopyWork;
import dev.pgconvoy.postgres.TableName;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TaskLabelTest {

    static Stream<Arguments> tasks() {
        var part = new Work.Part(2, 4, new Work.ConfigurationRows());
        var slice = new Work.Slice(
                1,
                3,
                new Work.PageRange(Optional.empty(), Optional.of(7L)),
                new Work.PageRange(Optional.empty(), Optional.of(9L)));
        return Stream.of(
                Arguments.of(TaskKind.COPY, copies(copy("orders", Optional.empty())), "copy public.orders"),
                Arguments.of(TaskKind.COPY, copies(copy("orders", Optional.of(part))), "copy public.orders 2/4"),
                Arguments.of(
                        TaskKind.COPY,
                        copies(copy("orders", Optional.empty()), copy("items", Optional.empty())),
                        "copy public.orders and 1 more"),
                Arguments.of(TaskKind.COPY, copies(), "copy nothing"),
                Arguments.of(
                        TaskKind.FOREIGN_KEY,
                        new Work.RunStatements(List.of(new Work.Statement("fk", "public.items items_fk", "ALTER"))),
                        "foreign-key public.items items_fk"),
                Arguments.of(
                        TaskKind.LARGE_OBJECTS,
                        new Work.CopyLargeObjects(List.of(1L, 2L)),
                        "large-objects 2 large objects"),
                Arguments.of(
                        TaskKind.VERIFY,
                        new Work.VerifyTables(
                                List.of(new Work.TableCheck(
                                        table("orders"), false, Optional.empty(), Optional.of(slice))),
                                true),
                        "verify public.orders 1/3"));
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void a_task_is_called_by_what_it_is_for_and_what_it_works_at(TaskKind kind, Work work, String expected) {
        assertThat(work.label(kind).sentence()).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void without_a_label_the_work_says_what_the_task_is_for(TaskKind kind, Work work) {
        var shown = work.label(work.usualKind());

        assertThat(shown.kind()).isEqualTo(kind == TaskKind.FOREIGN_KEY ? TaskKind.BUILD : kind);
        assertThat(shown.title()).isEqualTo(work.label(kind).title());
    }

    /// Workers are upgraded one by one.
    @Test
    void tasks_results_and_progress_of_an_earlier_version_are_read() throws IOException {
        var task = EventJson.MAPPER.readValue("""
                {"taskId": "build index public orders_pkey#0", "run": "a", "id": "flex/shop", "requestHash": "b",
                 "epoch": 1, "database": "shop",
                 "source": {"host": "old", "port": 5432, "user": "mover", "sslMode": "require", "maintenanceDatabase": "postgres"},
                 "target": {"host": "new", "port": 5432, "user": "mover", "sslMode": "require", "maintenanceDatabase": "postgres"},
                 "snapshot": "00000003-0000001B-1",
                 "work": {"kind": "run-statements", "statements": [
                   {"unit": "index public orders_pkey", "object": "public.orders_pkey", "sql": "CREATE INDEX", "otherwise": null}]}}
                """, CopyTask.class);
        var result = EventJson.MAPPER.readValue("""
                {"taskId": "t#0", "run": "a", "id": "flex/shop", "requestHash": "b", "epoch": 1, "database": "shop",
                 "worker": "worker-1", "outcome": {"kind": "done", "units": []}}
                """, TaskResult.class);
        var progress = EventJson.MAPPER.readValue("""
                {"taskId": "t#0", "run": "a", "id": "flex/shop", "epoch": 1, "database": "shop", "worker": "worker-1",
                 "bytes": 7, "rows": 1}
                """, TaskProgress.class);

        assertThat(task.label()).isEmpty();
        assertThat(task.shownLabel().sentence()).isEqualTo("build public.orders_pkey");
        assertThat(((Work.RunStatements) task.work()).statements())
                .singleElement()
                .satisfies(statement -> {
                    assertThat(statement.kind()).isEmpty();
                    assertThat(statement.kindOrDefinition()).isEqualTo(UnitKind.DEFINITION);
                    assertThat(statement.gathersStatistics()).isFalse();
                });
        assertThat(result.label()).isEmpty();
        assertThat(progress.label()).isEmpty();
    }

    @Test
    void kinds_of_a_newer_version_are_read_as_none() throws IOException {
        var task = (ObjectNode) EventJson.MAPPER.valueToTree(CopyWork.aTask(new Work.RunStatements(
                List.of(new Work.Statement(UnitKind.INDEX, "index x", "public.x", "CREATE INDEX")))));
        task.putObject("label").put("kind", "fly").put("object", "public.x");
        ((ObjectNode) task.at("/work/statements/0")).put("kind", "fly");
        var progress = (ObjectNode) EventJson.MAPPER.valueToTree(CopyWork.aProgress());
        progress.putObject("label").put("kind", "fly").put("object", "public.x");

        var read = EventJson.MAPPER.treeToValue(task, CopyTask.class);

        assertThat(read.label()).isEmpty();
        assertThat(((Work.RunStatements) read.work()).statements())
                .singleElement()
                .satisfies(statement -> assertThat(statement.kind()).isEmpty());
        assertThat(EventJson.MAPPER.treeToValue(progress, TaskProgress.class).label())
                .isEmpty();
    }

    @Test
    void a_label_of_another_form_is_refused() {
        var progress = (ObjectNode) EventJson.MAPPER.valueToTree(CopyWork.aProgress());
        progress.putObject("label").put("kind", "copy").put("object", 7);

        assertThatExceptionOfType(JsonProcessingException.class)
                .isThrownBy(() -> EventJson.MAPPER.treeToValue(progress, TaskProgress.class));
    }

    @Test
    void a_label_is_left_out_where_there_is_none() {
        assertThat(EventJson.MAPPER.valueToTree(CopyWork.aProgress()).has("label"))
                .isTrue();
        assertThat(EventJson.MAPPER
                        .valueToTree(new TaskProgress(
                                "t00001#0", "run", CopyWork.aProgress().id(), 1, "shop", "worker-1", 7, 1))
                        .has("label"))
                .isFalse();
    }

    private static TableName table(String name) {
        return new TableName("public", name);
    }

    private static Work copies(Work.TableCopy... tables) {
        return new Work.CopyTables(List.of(tables), List.of());
    }

    private static Work.TableCopy copy(String name, Optional<Work.Part> part) {
        return new Work.TableCopy(table(name), table(name), List.of("id"), true, false, part, 8_192);
    }
}
