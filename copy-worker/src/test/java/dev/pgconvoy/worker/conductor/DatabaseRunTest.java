package dev.pgconvoy.worker.conductor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.copy.Work;
import dev.pgconvoy.copy.Work.Statement;
import dev.pgconvoy.event.CopyTask;
import dev.pgconvoy.event.Event;
import dev.pgconvoy.event.SnapshotNotice;
import dev.pgconvoy.event.TaskResult;
import dev.pgconvoy.event.TaskResult.UnitResult;
import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.fixture.RequestFixture;
import dev.pgconvoy.migration.CopyOptions;
import dev.pgconvoy.migration.DatabasePhase;
import dev.pgconvoy.migration.InvalidData;
import dev.pgconvoy.migration.Report.Difference;
import dev.pgconvoy.migration.RightsOptions;
import dev.pgconvoy.migration.VerifyMode;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.worker.catalog.CheckConstraint;
import dev.pgconvoy.worker.dispatch.ProgressCounter;
import dev.pgconvoy.worker.ledger.CopyOrigin;
import dev.pgconvoy.worker.ledger.Fence.Owner;
import dev.pgconvoy.worker.report.DatabaseLog;
import dev.pgconvoy.worker.report.DatabaseOutcome;
import dev.pgconvoy.worker.roles.OwnerRole;
import dev.pgconvoy.worker.schema.TocEntry.Section;
import dev.pgconvoy.worker.snapshot.FakeSnapshot;
import dev.pgconvoy.worker.snapshot.SourceSnapshots;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// How one database is copied: what is decided, and in which order, on servers in memory.
@Timeout(20)
class DatabaseRunTest {

    private final RecordedServers servers = new RecordedServers();
    private final FakeCopy copy = new FakeCopy(servers);
    private final RequestFixture request = Fixtures.aRequest();
    private final List<String> sent = new ArrayList<>();
    private Predicate<CopyTask> broken = _ -> false;
    private FailureCode brokenBy = FailureCode.DATA_REFUSED;
    private Optional<ConductorFixture> conductor = Optional.empty();
    private Optional<SourceSnapshots> snapshots = Optional.empty();
    private DatabaseLog log = new DatabaseLog("shop");
    private final ProgressCounter counter = new ProgressCounter("shop");

    @AfterEach
    void end() {
        Thread.interrupted();
        snapshots.ifPresent(SourceSnapshots::close);
        conductor.ifPresent(ConductorFixture::close);
    }

    private ConductorFixture conductor() {
        if (conductor.isEmpty()) {
            conductor = Optional.of(new ConductorFixture(request.build(), 1, this::hear, _ -> servers));
        }
        return conductor.get();
    }

    private SourceSnapshots snapshots() {
        if (snapshots.isEmpty()) {
            snapshots = Optional.of(new SourceSnapshots(
                    request.build(), "worker-1", conductor().delivery.publisher()::publish));
        }
        return snapshots.get();
    }

    private void hear(Event said) {
        if (said instanceof CopyTask task) {
            sent.addAll(task.work().units());
            var outcome = broken.test(task)
                    ? new TaskResult.Failed(new Failure(brokenBy, task.taskId(), "It broke.", ""))
                    : new TaskResult.Done(task.work().units().stream()
                            .map(unit -> UnitResult.of(unit, 1, 1, 1))
                            .toList());
            conductor()
                    .registry
                    .hear(new TaskResult(
                            task.taskId(),
                            task.run(),
                            task.id(),
                            task.requestHash(),
                            task.epoch(),
                            task.database(),
                            "worker-2",
                            outcome));
        }
    }

    private DatabaseOutcome copy() throws InterruptedException {
        var fixture = conductor();
        return new DatabaseRun(
                        new ConductorAttempt(fixture.delivery, fixture.term(1), fixture.tools),
                        fixture.tools,
                        copy,
                        snapshots(),
                        counter,
                        log)
                .copy();
    }

    private void assertFailsWith(FailureCode code) {
        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(this::copy)
                .satisfies(e -> assertThat(e.failure().code()).isEqualTo(code));
    }

    private void found(String state, CopyOrigin origin, boolean crashed) {
        copy.database.claimed = true;
        copy.found =
                new CopiedDatabase.CopyFound(Optional.of(new Owner("a/b", "hash", 1, origin, state)), crashed, false);
    }

    private List<String> codes(DatabaseOutcome outcome) {
        return outcome.notes().stream().map(Finding::code).toList();
    }

    private static Predicate<CopyTask> copies() {
        return task -> task.work() instanceof Work.CopyTables;
    }

    @Test
    void a_database_is_made_filled_proven_and_completed_in_this_order() throws Exception {
        var outcome = copy();

        assertThat(outcome.isProven()).isTrue();
        assertThat(servers.steps.stream().filter(step -> !step.equals("started again?")))
                .containsSubsequence(
                        "take snapshot",
                        "claim shop",
                        "create",
                        "open",
                        "watch",
                        "watch ends",
                        "set sequences",
                        "compare sequences",
                        "compare large objects",
                        "copy large object rights",
                        "compare rights",
                        "compare schemas",
                        "same labels");
        assertThat(servers.steps).contains("hold [public.orders, public.items]").doesNotContain("drop shop");
        assertThat(copy.session.units.done.keySet())
                .containsSubsequence("all relations from 0", "refresh \"public\".\"totals\"")
                .as("without a reason to begin anew, and without roles, there is nothing to keep of them")
                .doesNotContain("begun anew", "notes on roles");
        assertThat(sent)
                .contains("copy \"public\".\"orders\"", "copy \"public\".\"items\"", "index public orders_by_day")
                .anyMatch(unit -> unit.startsWith("verify"));
        assertThat(copy.session.units.lastSteps).contains(List.of());
        assertThat(counter.progress(0).phase()).isEqualTo(DatabasePhase.DONE);
        assertThat(outcome.begunAnew()).isFalse();
    }

    @Test
    void a_copy_that_has_not_begun_takes_no_snapshot_while_it_is_paused() throws Exception {
        var atRest = new ArrayList<String>();
        conductor().pauseUntilItRests(() -> atRest.addAll(servers.steps));

        assertThat(copy().isProven()).isTrue();

        assertThat(atRest).doesNotContain("take snapshot", "create");
        assertThat(servers.steps).contains("take snapshot", "create");
    }

    @Test
    void a_copy_that_was_begun_holds_its_snapshot_again_before_it_rests() throws Exception {
        found(FakeSnapshot.STATE, FakeCopy.ORIGIN, false);
        copy.database.snapshotState = Optional.of(FakeSnapshot.STATE);
        var atRest = new ArrayList<String>();
        var wantedAtRest = new ArrayList<SnapshotNotice>();
        conductor().pauseUntilItRests(() -> {
            atRest.addAll(servers.steps);
            atRest.addAll(sent);
            await().until(() -> !conductor().facts.events(SnapshotNotice.class).isEmpty());
            wantedAtRest.addAll(conductor().facts.events(SnapshotNotice.class));
        });

        assertThat(copy().begunAnew()).isFalse();

        assertThat(atRest).contains("take snapshot").doesNotContain("copy \"public\".\"orders\"");
        assertThat(wantedAtRest).isNotEmpty();
        assertThat(sent).contains("copy \"public\".\"orders\"");
    }

    @Test
    void all_that_was_opened_is_closed_but_the_snapshot() throws Exception {
        copy();

        assertThat(copy.session.closed).isTrue();
        assertThat(copy.dumps)
                .singleElement()
                .satisfies(dump -> assertThat(dump.closed).isTrue());
        assertThat(copy.taken)
                .singleElement()
                .satisfies(snapshot -> assertThat(snapshot.isClosed()).isFalse());
    }

    @Test
    void others_are_asked_to_hold_the_snapshot_once_its_tables_are_held() throws Exception {
        copy();

        await().untilAsserted(() -> assertThat(conductor().facts.events(SnapshotNotice.class))
                .singleElement()
                .satisfies(notice -> assertThat(notice.state()).isEqualTo(FakeSnapshot.STATE)));
    }

    @Test
    void a_copy_of_what_the_snapshot_sees_is_gone_on_with() throws Exception {
        found(FakeSnapshot.STATE, FakeCopy.ORIGIN, false);

        assertThat(copy().begunAnew()).isFalse();

        assertThat(servers.steps).doesNotContain("drop shop", "create");
    }

    @Test
    void one_of_a_source_that_has_moved_begins_anew_and_the_report_says_so() throws Exception {
        found("another state", FakeCopy.ORIGIN, false);

        var outcome = copy();

        assertThat(servers.steps).containsSubsequence("claim shop", "begin anew", "drop shop", "create", "open");
        assertThat(outcome.begunAnew()).isTrue();
        assertThat(codes(outcome)).contains(FindingCode.COPIED_ANEW.code());
    }

    @Test
    void one_that_an_earlier_version_made_in_other_units_begins_anew() throws Exception {
        found(FakeSnapshot.STATE, FakeCopy.ORIGIN, false);
        copy.found = new CopiedDatabase.CopyFound(copy.found.owner(), false, true);

        var outcome = copy();

        assertThat(servers.steps).containsSubsequence("claim shop", "begin anew", "drop shop", "create", "open");
        assertThat(codes(outcome)).contains(FindingCode.COPIED_ANEW.code());
    }

    /// As when the source ends our sessions between the drop and the next copy.
    @Test
    void it_says_so_also_when_another_conductor_had_dropped_the_copy() throws Exception {
        servers.begunAnew.add("shop");

        var outcome = copy();

        assertThat(servers.steps).doesNotContain("begin anew", "drop shop");
        assertThat(outcome.begunAnew()).isTrue();
        assertThat(codes(outcome)).contains(FindingCode.COPIED_ANEW.code());
    }

    @Test
    void tables_that_were_written_to_meanwhile_are_told() throws Exception {
        copy.written = List.of(FakeCopy.ITEMS, new TableName("public", "not_copied"));

        assertThat(copy().notes())
                .filteredOn(note -> note.code().equals(FindingCode.SOURCE_WRITTEN.code()))
                .singleElement()
                .satisfies(note -> assertThat(note.message()).contains("of 1 tables", ": public.items."));
    }

    @Test
    void so_does_one_with_other_filters() throws Exception {
        found(FakeSnapshot.STATE, new CopyOrigin("here", "less"), false);

        assertThat(copy().begunAnew()).isTrue();

        assertThat(servers.steps).contains("drop shop");
    }

    @Test
    void so_does_one_that_a_crash_has_spoilt() throws Exception {
        found(FakeSnapshot.STATE, FakeCopy.ORIGIN, true);

        assertThat(copy().notes()).anySatisfy(note -> assertThat(note.message()).contains("crash of the target"));
    }

    @Test
    void what_may_be_done_with_a_database_that_is_there_comes_from_the_request() throws Exception {
        request.copy(new CopyOptions(0, false, InvalidData.FAIL, true));

        copy();

        assertThat(copy.database.permission).hasValueSatisfying(allowed -> {
            assertThat(allowed.resume()).isTrue();
            assertThat(allowed.overwritable()).isEmpty();
        });
    }

    @Test
    void the_session_is_closed_when_the_ledger_does_not_take_its_first_unit() {
        servers.begunAnew.add("shop");
        copy.session.units.failing.put(
                "begun anew", new MigrationException(FailureCode.FENCED, "shop", "Somebody else leads.", ""));

        assertFailsWith(FailureCode.FENCED);

        assertThat(copy.session.closed).isTrue();
    }

    @Test
    void a_fault_of_the_target_keeps_the_snapshot_for_the_next_attempt() throws Exception {
        servers.failAt("set sequences", "08006");

        assertFailsWith(FailureCode.CONNECTION_LOST);
        log = new DatabaseLog("shop");
        copy();

        assertThat(copy.taken).hasSize(1);
    }

    @Test
    void a_fault_of_the_snapshots_own_session_means_that_it_is_lost() throws Exception {
        servers.at("set sequences", () -> {
            copy.taken.getFirst().lose();
            throw new SQLException("terminated", "57P01");
        });

        assertFailsWith(FailureCode.SNAPSHOT_LOST);
        log = new DatabaseLog("shop");
        copy();

        assertThat(copy.taken).hasSize(2);
        assertThat(copy.taken.getFirst().isClosed()).isTrue();
    }

    @Test
    void a_snapshot_that_ended_unseen_proves_nothing() {
        servers.at("compare schemas", () -> copy.taken.getFirst().lose());

        assertFailsWith(FailureCode.SNAPSHOT_LOST);

        assertThat(copy.session.units.lastSteps).isEmpty();
    }

    @Test
    void a_snapshot_of_tables_that_were_replaced_is_not_imported_from_others_either() throws Exception {
        servers.failAt("hold [public.orders, public.items]", FailureCode.SNAPSHOT_LOST);
        copy.database.snapshotState = Optional.of(FakeSnapshot.STATE);
        var fixture = conductor();
        fixture.facts.kept(FakeSnapshot.STATE, "shop", "00000009-00000001-1");

        assertFailsWith(FailureCode.SNAPSHOT_LOST);
        log = new DatabaseLog("shop");
        copy();

        assertThat(copy.offered).containsExactly(List.of("00000009-00000001-1"), List.of());
    }

    @Test
    void a_fault_before_the_snapshot_is_taken_is_one_of_the_database() {
        servers.failAt("take snapshot", "53300");

        assertFailsWith(FailureCode.SERVER_UNAVAILABLE);
    }

    @Test
    void without_verification_nothing_is_compared_but_rights() throws Exception {
        request.verify(VerifyMode.OFF);

        copy();

        assertThat(servers.steps)
                .contains("compare rights")
                .doesNotContain("compare sequences", "compare large objects", "compare schemas");
        assertThat(sent).noneMatch(unit -> unit.startsWith("verify"));
    }

    @Test
    void schemas_are_compared_in_the_full_verification_only() throws Exception {
        request.verify(VerifyMode.COUNTS);

        copy();

        assertThat(servers.steps).contains("compare sequences").doesNotContain("compare schemas");
    }

    @Test
    void a_copy_that_differs_is_not_completed() throws Exception {
        copy.session.sequenceDifferences = List.of(new Difference("public.orders_id_seq", "sequence", "9", "1"));

        assertThat(copy().isProven()).isFalse();

        assertThat(copy.session.units.lastSteps).isEmpty();
        assertThat(counter.progress(0).phase()).isEqualTo(DatabasePhase.VERIFY);
    }

    @Test
    void a_setting_with_which_no_session_could_begin_is_left_out_and_noted() throws Exception {
        copy.entries = Stream.concat(
                        copy.entries.stream(),
                        Stream.of(FakeDump.database(
                                "DATABASE PROPERTIES",
                                "ALTER DATABASE \"shop\" SET a TO '1';\nALTER DATABASE \"shop\" SET b TO '2';\n")))
                .toList();
        copy.objections.put(
                "ALTER DATABASE \"shop\" SET a TO '1'",
                Finding.warning("settings", FindingCode.SETTING_LEFT_OUT, "shop", "Bad.", "Set it."));

        var outcome = copy();

        assertThat(copy.session.units.lastSteps.orElseThrow())
                .extracting(Statement::sql)
                .containsExactly("ALTER DATABASE \"shop\" SET b TO '2'");
        assertThat(codes(outcome)).contains(FindingCode.SETTING_LEFT_OUT.code());
    }

    @Test
    void checks_that_rows_may_violate_are_taken_off_before_rows_come() throws Exception {
        request.copy(new CopyOptions(0, false, InvalidData.NOT_VALID, false));
        copy.checks = List.of(
                new CheckConstraint("TABLE", FakeCopy.ORDERS, "positive", "CHECK (total > 0)", "", true, false));

        copy();

        assertThat(copy.session.units.done).containsKey("checks off");
        assertThat(sent).contains("check public.orders positive");
    }

    @Test
    void they_stay_on_unless_the_request_says_otherwise() throws Exception {
        copy.checks = List.of(
                new CheckConstraint("TABLE", FakeCopy.ORDERS, "positive", "CHECK (total > 0)", "", true, false));

        copy();

        assertThat(copy.session.units.done).doesNotContainKey("checks off");
    }

    @Test
    void the_targets_user_joins_owners_that_it_cannot_act_for() throws Exception {
        request.rights(new RightsOptions(true, false, false));
        copy.session.owners = List.of(new OwnerRole("clerk", true, false));

        copy();

        assertThat(copy.joined).containsExactly("clerk");
    }

    @Test
    void it_joins_nobody_when_roles_are_not_moved_and_the_report_names_the_owner() throws Exception {
        copy.session.owners = List.of(new OwnerRole("clerk", true, false));

        var outcome = copy();

        assertThat(copy.joined).isEmpty();
        assertThat(codes(outcome)).contains(FindingCode.OWNER_NOT_RESTORED.code());
    }

    @Test
    void without_owners_no_owner_is_asked_for() throws Exception {
        request.rights(new RightsOptions(false, true, false));
        copy.session.owners = List.of(new OwnerRole("clerk", true, false));

        assertThat(codes(copy())).doesNotContain(FindingCode.OWNER_NOT_RESTORED.code());
    }

    @Test
    void what_cannot_be_read_or_is_of_no_use_is_noted() throws Exception {
        copy.catalog = new SourceCatalog(
                copy.catalog.contents(), Set.of(FakeCopy.ITEMS), List.of(new TableName("public", "broken_index")));

        var outcome = copy();

        assertThat(codes(outcome)).contains(FindingCode.INVALID_INDEX_LEFT_OUT.code());
        assertThat(outcome.notes())
                .anySatisfy(note -> assertThat(note.message()).contains("it is empty on the target"));
        assertThat(servers.steps).contains("hold [public.orders]");
    }

    @Test
    void what_a_crash_of_the_target_has_emptied_is_filled_again() throws Exception {
        copy.session.lostRows = true;

        copy();

        assertThat(copy.session.units.forgotten)
                .contains("copy \"public\".\"items\"")
                .doesNotContain("copy \"public\".\"orders\"");
    }

    @Test
    void when_a_task_fails_for_good_what_was_done_is_in_the_report() throws Exception {
        copy.entries = List.of(
                FakeDump.entry(1, "TABLE", "orders", Section.PRE_DATA),
                FakeDump.entry(2, "TABLE", "items", Section.PRE_DATA));
        broken = task -> task.work().units().contains("copy \"public\".\"orders\"");

        assertFailsWith(FailureCode.DATA_REFUSED);

        assertThat(servers.steps).contains("same labels").anyMatch(step -> step.matches("proven [1-9]"));
        assertThat(log.outcome().report().rows()).isPositive();
    }

    @Test
    void when_a_copier_is_fenced_nobody_asks_what_was_done() {
        broken = copies();
        brokenBy = FailureCode.FENCED;

        assertFailsWith(FailureCode.FENCED);

        assertThat(servers.steps).doesNotContain("same labels").noneMatch(step -> step.startsWith("proven"));
    }

    @Test
    void a_source_that_was_started_again_ends_the_copying_of_rows() {
        servers.failAt("started again?", FailureCode.SNAPSHOT_LOST);

        assertFailsWith(FailureCode.SNAPSHOT_LOST);

        assertThat(servers.steps).contains("watch ends").doesNotContain("set sequences");
    }
}
