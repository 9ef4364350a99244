package dev.pgconvoy.worker.conductor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pgconvoy.copy.Work.Statement;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.fixture.RequestFixture;
import dev.pgconvoy.migration.CopyOptions;
import dev.pgconvoy.migration.InvalidData;
import dev.pgconvoy.migration.RightsOptions;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.worker.report.DatabaseLog;
import dev.pgconvoy.worker.roles.ObjectOwnership;
import dev.pgconvoy.worker.roles.OwnerRole;
import dev.pgconvoy.worker.schema.TocEntry;
import dev.pgconvoy.worker.schema.TocEntry.Section;
import dev.pgconvoy.worker.snapshot.FakeSnapshot;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What of a schema is restored in which unit.
@Timeout(20)
class SchemaRunTest {

    private final RecordedServers servers = new RecordedServers();
    private final FakeTargetSession session = new FakeTargetSession(servers);
    private final FakeTargetSession second = new FakeTargetSession(servers);
    private final RequestFixture request = Fixtures.aRequest();
    private final List<TocEntry> entries = new ArrayList<>();
    private final List<OwnerRole> owners = new ArrayList<>();
    private final DatabaseLog log = new DatabaseLog("shop");
    private Optional<ConductorFixture> conductor = Optional.empty();

    @AfterEach
    void end() {
        Thread.interrupted();
        conductor.ifPresent(ConductorFixture::close);
    }

    private SchemaRun schema() {
        var fixture = new ConductorFixture(request.build(), 1, _ -> {}, _ -> servers);
        conductor = Optional.of(fixture);
        return new SchemaRun(
                new ConductorAttempt(fixture.delivery, fixture.term(1), fixture.tools),
                "shop",
                new FakeDump(entries),
                entries,
                session,
                () -> {
                    servers.step("open second");
                    return second;
                },
                ObjectOwnership.of(entries, owners),
                log);
    }

    private List<String> units() {
        return List.copyOf(session.units.done.keySet());
    }

    private List<String> run(String unit) {
        return session.units.done.getOrDefault(unit, List.of());
    }

    @Test
    void schemas_come_first_and_what_lies_between_tables_with_them() throws Exception {
        entries.add(FakeDump.entry(1, "TYPE", "colour", Section.PRE_DATA));
        entries.add(FakeDump.entry(2, "SCHEMA", "sales", "", "", Section.PRE_DATA));
        entries.add(FakeDump.entry(3, "TABLE", "orders", Section.PRE_DATA));
        entries.add(FakeDump.entry(4, "VIEW", "open_orders", Section.PRE_DATA, 3));
        entries.add(FakeDump.entry(5, "TABLE", "items", Section.PRE_DATA));
        entries.add(FakeDump.entry(6, "FUNCTION", "total", Section.PRE_DATA));
        entries.add(FakeDump.entry(7, "COMMENT", "EXTENSION postgis", "", "", Section.PRE_DATA));

        schema().preData();

        assertThat(units())
                .containsExactly(
                        "schemas",
                        "before relations from 0",
                        "all relations from 0",
                        "after relations from 0",
                        "pre-data comments from 0");
        assertThat(run("schemas")).containsExactly("sales");
        assertThat(run("before relations from 0")).containsExactly("colour");
        assertThat(run("all relations from 0")).containsExactly("orders;open_orders;items");
        assertThat(run("after relations from 0")).containsExactly("total");
    }

    @Test
    void a_schema_without_tables_has_no_relations() throws Exception {
        entries.add(FakeDump.entry(1, "TYPE", "colour", Section.PRE_DATA));

        schema().preData();

        assertThat(units()).containsExactly("after relations from 0");
    }

    @Test
    void a_transaction_makes_no_more_than_five_hundred() throws Exception {
        entries.addAll(FakeDump.tables(1));
        for (var number = 2; number <= 1_102; number++) {
            entries.add(FakeDump.entry(number, "FUNCTION", "f" + number, Section.PRE_DATA));
        }

        schema().preData();

        assertThat(units())
                .containsExactly(
                        "all relations from 0",
                        "after relations from 0",
                        "after relations from 500",
                        "after relations from 1000");
    }

    @Test
    void many_tables_are_made_in_two_sessions() throws Exception {
        entries.addAll(FakeDump.tables(800));

        schema().preData();

        assertThat(second.units.done.keySet()).containsExactly("second half of relations from 0");
        assertThat(units()).containsExactly("first half of relations from 0");
        assertThat(second.closed).isTrue();
    }

    @Test
    void so_are_many_views_and_sequences() throws Exception {
        entries.addAll(FakeDump.tables(1));
        for (var number = 2; number <= 801; number++) {
            entries.add(FakeDump.entry(number, number % 2 == 0 ? "VIEW" : "SEQUENCE", "v" + number, Section.PRE_DATA));
        }

        schema().preData();

        assertThat(second.units.done.keySet()).containsExactly("second half of relations from 0");
    }

    @Test
    void few_in_one() throws Exception {
        entries.addAll(FakeDump.tables(300));

        schema().preData();

        assertThat(servers.steps).doesNotContain("open second");
    }

    @Test
    void the_second_half_is_made_once_more_when_it_needs_the_first() throws Exception {
        entries.addAll(FakeDump.tables(800));
        second.units.failing.put(
                "second half of relations from 0",
                new MigrationException(FailureCode.SCHEMA_REFUSED, "t2", "A type of this name exists.", ""));

        schema().preData();

        assertThat(units()).containsExactly("first half of relations from 0", "second half of relations from 0");
    }

    @Test
    void so_it_is_when_the_second_session_cannot_be_opened() throws Exception {
        entries.addAll(FakeDump.tables(800));
        servers.failAt("open second", "53300");

        schema().preData();

        assertThat(units()).containsExactly("first half of relations from 0", "second half of relations from 0");
    }

    @Test
    void failing_fast_is_left_to_who_restores() throws Exception {
        request.copy(new CopyOptions(0, true, InvalidData.FAIL, false));
        entries.addAll(FakeDump.tables(1));

        schema().preData();

        assertThat(session.units.failFast).containsExactly("all relations from 0");
    }

    @Test
    void owners_may_create_in_schemas_of_others_as_long_as_it_takes() throws Exception {
        session.units.superuser = false;
        owners.add(new OwnerRole("clerk", true, true));
        owners.add(new OwnerRole("boss", true, true));
        entries.add(FakeDump.entry(1, "SCHEMA", "sales", "", "boss", Section.PRE_DATA));
        entries.add(FakeDump.entry(2, "TABLE", "orders", "sales", "clerk", Section.PRE_DATA));
        var schema = schema();

        schema.preData();
        schema.postData();

        assertThat(run("schema uses from 0")).containsExactly("GRANT CREATE ON SCHEMA \"sales\" TO \"clerk\"");
        assertThat(run("schema uses end from 0")).containsExactly("REVOKE CREATE ON SCHEMA \"sales\" FROM \"clerk\"");
    }

    @Test
    void a_superuser_needs_no_such_grant() throws Exception {
        owners.add(new OwnerRole("clerk", true, true));
        entries.add(FakeDump.entry(2, "TABLE", "orders", "sales", "clerk", Section.PRE_DATA));
        var schema = schema();

        schema.preData();
        schema.postData();

        assertThat(units()).containsExactly("all relations from 0");
    }

    @Test
    void what_a_managed_server_may_refuse_is_restored_tolerantly_with_what_is_said_of_it() throws Exception {
        entries.add(FakeDump.entry(1, "TABLE", "orders", Section.PRE_DATA));
        entries.add(FakeDump.entry(2, "TRIGGER", "orders stamp", Section.POST_DATA, 1));
        entries.add(FakeDump.entry(3, "PUBLICATION", "everything", "", "", Section.POST_DATA));
        entries.add(FakeDump.entry(4, "COMMENT", "PUBLICATION everything", "", "", Section.POST_DATA, 3));
        session.units.refused.add("everything");

        schema().postData();

        assertThat(run("post-data from 0")).containsExactly("orders stamp");
        assertThat(run("publications from 0"))
                .containsExactly("CREATE PUBLICATION everything", "CREATE COMMENT PUBLICATION everything");
        assertThat(log.outcome().notes())
                .extracting(Finding::code)
                .containsExactly(FindingCode.STATEMENT_REFUSED.code());
    }

    @Test
    void statistics_get_their_owners_afterwards_because_tasks_know_none() throws Exception {
        owners.add(new OwnerRole("clerk", true, true));
        entries.add(FakeDump.entry(1, "STATISTICS", "of_orders", "public", "clerk", Section.POST_DATA));
        entries.add(FakeDump.entry(2, "STATISTICS", "of_items", "public", "nobody", Section.POST_DATA));

        schema().postData();

        assertThat(run("owners of statistics from 0"))
                .containsExactly("ALTER STATISTICS \"public\".\"of_orders\" OWNER TO \"clerk\"");
    }

    @Test
    void grants_are_each_a_statement() throws Exception {
        entries.add(acl());

        schema().postData();

        assertThat(run("grants from 0")).hasSize(2).first().asString().startsWith("GRANT SELECT");
    }

    @Test
    void without_grants_there_are_none() throws Exception {
        request.rights(new RightsOptions(false, false, true));
        entries.add(acl());

        schema().postData();

        assertThat(units()).isEmpty();
    }

    private static TocEntry acl() {
        return new TocEntry(
                1,
                "ACL",
                "TABLE orders",
                "public",
                "",
                "GRANT SELECT ON TABLE \"public\".\"orders\" TO \"clerk\";\nGRANT INSERT ON TABLE \"public\".\"orders\" TO \"boss\";\n",
                Section.NONE,
                List.of());
    }

    @Test
    void a_materialized_view_that_its_query_refuses_is_named() throws Exception {
        session.units.refused.add("public.totals");

        schema().refresh(List.of(new TableName("public", "totals")));

        assertThat(run("refresh \"public\".\"totals\""))
                .first()
                .isEqualTo("REFRESH MATERIALIZED VIEW \"public\".\"totals\"");
        assertThat(log.outcome().notes()).extracting(Finding::object).containsOnly("public.totals");
    }

    @Test
    void a_cancellation_stops_it_between_two_units() {
        entries.addAll(FakeDump.tables(1));
        var schema = schema();
        conductor.orElseThrow().inbox.requestCancel();

        assertThatExceptionOfType(CancelledException.class).isThrownBy(schema::preData);
        assertThat(units()).isEmpty();
    }

    @Test
    void the_database_itself_comes_last() throws SQLException {
        entries.add(FakeDump.database("ACL", "GRANT CONNECT ON DATABASE \"shop\" TO \"clerk\";"));
        var schema = schema();

        assertThat(schema.lastSteps())
                .extracting(Statement::sql)
                .containsExactly("GRANT CONNECT ON DATABASE \"shop\" TO \"clerk\"");
        assertThat(schema.pieces().database()).hasSize(1);
    }

    @Test
    void rights_are_compared_and_noted() throws Exception {
        schema().compareRights(new FakeSnapshot().snapshot, List.of());

        assertThat(servers.steps).containsExactly("compare rights");
    }
}
