package dev.pgconvoy.preflight.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.migration.CheckOptions;
import dev.pgconvoy.preflight.PreflightRequests;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What others do at the source while it is examined.
/// A source where nobody is at work is in [DatabasesIT].
class SourceStateIT extends TwoServers {

    static OpenServer busy;

    @BeforeAll
    static void startBusy() throws IOException, SQLException {
        busy = OpenServer.start(folder.resolve("busy"), Map.of("max_prepared_transactions", "5"));
    }

    @AfterAll
    static void stopBusy() throws IOException {
        busy.close();
    }

    @BeforeEach
    void create() throws SQLException {
        busy.run("CREATE DATABASE shop");
        busy.runIn("shop", "CREATE TABLE \"Orders\" (id int); GRANT SELECT ON \"Orders\" TO mover");
    }

    @AfterEach
    void drop() throws SQLException {
        busy.run("DROP DATABASE shop");
    }

    @Test
    void a_transaction_that_has_written_and_stays_open_is_told_with_who_and_since_when() throws SQLException {
        try (var session = as("Till \"1\"")) {
            session.setAutoCommit(false);
            execute(session, "INSERT INTO \"Orders\" VALUES (1)");

            var found = Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> findingsOf("open-transactions", asSuperuser()), list -> !list.isEmpty());

            assertThat(found).extracting(SourceStateIT::brief).containsExactly("WARNING PGC1520 shop");
            assertThat(found.getFirst().message()).contains("of \"postgres\" (Till \"1\") from 127.0.0.1, for ");
            assertThat(found.getFirst().remedy())
                    .contains("SELECT pg_terminate_backend(%d);".formatted(processOf(session)));
            session.rollback();
        }
        gone();
        assertThat(findingsOf("open-transactions", asSuperuser())).isEmpty();
    }

    @Test
    void a_prepared_transaction_is_told_with_its_name_and_owner() throws SQLException {
        busy.runIn("shop", "BEGIN; INSERT INTO \"Orders\" VALUES (1); PREPARE TRANSACTION 'half done'");

        assertThat(findingsOf("prepared-transactions", asMover()))
                .singleElement()
                .satisfies(finding -> assertThat(brief(finding)).isEqualTo("WARNING PGC1505 shop"))
                .satisfies(finding -> assertThat(finding.message()).contains("'half done' of \"postgres\", for "))
                .satisfies(finding -> assertThat(finding.remedy()).endsWith("COMMIT PREPARED 'half done';"));

        busy.runIn("shop", "ROLLBACK PREPARED 'half done'");
        assertThat(findingsOf("prepared-transactions", asMover())).isEmpty();
    }

    @Test
    void a_lock_for_which_reading_waits_is_told_with_its_holder() throws SQLException {
        try (var session = as("nightly job")) {
            session.setAutoCommit(false);
            execute(session, "LOCK TABLE \"Orders\" IN SHARE ROW EXCLUSIVE MODE");
            assertThat(findingsOf("held-locks", asMover())).isEmpty();

            execute(session, "LOCK TABLE \"Orders\" IN ACCESS EXCLUSIVE MODE");
            assertThat(findingsOf("held-locks", asMover()))
                    .singleElement()
                    .satisfies(finding -> assertThat(brief(finding)).isEqualTo("WARNING PGC1521 shop"))
                    .satisfies(finding -> assertThat(finding.message())
                            .contains("public.\"Orders\" by process %d of \"postgres\" (nightly job)"
                                    .formatted(processOf(session))));
            session.rollback();
        }
    }

    @Test
    void sessions_that_do_not_write_are_a_remark_and_an_error_where_quiet_is_required() throws SQLException {
        try (var _ = as("web shop")) {
            assertThat(findingsOf("source-activity", asSuperuser()))
                    .singleElement()
                    .satisfies(finding -> assertThat(brief(finding)).isEqualTo("INFO PGC1522 shop"))
                    .satisfies(finding ->
                            assertThat(finding.message()).contains("\"postgres\" (web shop) from 127.0.0.1"));
            assertThat(findingsOf("source-activity", asMover()))
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.message()).contains("(web shop)", "pg_read_all_stats"));

            var quiet = asMover().checking(new CheckOptions(true, false));
            assertThat(findingsOf("source-activity", quiet))
                    .extracting(SourceStateIT::brief)
                    .containsExactly("ERROR PGC1522 shop");
        }
        gone();
        assertThat(findingsOf("source-activity", asMover().checking(new CheckOptions(true, false))))
                .isEmpty();
    }

    @Test
    void tables_to_which_rows_are_written_meanwhile_are_named() throws Exception {
        var stop = new AtomicBoolean();
        try (var session = as("web shop");
                var writing = Executors.newSingleThreadExecutor()) {
            var done = writing.submit(() -> {
                while (!stop.get()) {
                    execute(session, "INSERT INTO \"Orders\" VALUES (1)");
                    Thread.sleep(20);
                }
                return true;
            });
            try {
                assertThat(findingsOf("source-activity", asMover()))
                        .singleElement()
                        .satisfies(finding -> assertThat(brief(finding)).isEqualTo("WARNING PGC1522 shop"))
                        .satisfies(finding -> assertThat(finding.message()).contains("\"public\".\"Orders\""));
            } finally {
                stop.set(true);
                assertThat(done.get()).isTrue();
            }
        }
    }

    private static Connection as(String application) throws SQLException {
        var session = busy.connect("shop");
        try (var named = session.prepareStatement("SELECT set_config('application_name', ?, false)")) {
            named.setString(1, application);
            named.execute();
        }
        return session;
    }

    private static void execute(Connection session, String sql) throws SQLException {
        try (var statement = session.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int processOf(Connection session) throws SQLException {
        try (var statement = session.createStatement();
                var row = statement.executeQuery("SELECT pg_backend_pid()")) {
            row.next();
            return row.getInt(1);
        }
    }

    /// A session is listed for a moment after its end.
    private static void gone() {
        Awaitility.await().until(() -> {
            try (var session = busy.connect("postgres");
                    var statement = session.createStatement();
                    var row = statement.executeQuery("SELECT count(*) FROM pg_stat_activity WHERE datname = 'shop'")) {
                row.next();
                return row.getInt(1) == 0;
            }
        });
    }

    private static PreflightRequests asMover() {
        return between().from(busy.as("mover")).of("shop");
    }

    private static PreflightRequests asSuperuser() {
        return between().from(busy.as("postgres")).of("shop");
    }

    private List<Finding> findingsOf(String check, PreflightRequests request) {
        var findings = examineServers.examine(request.build()).findings();
        assertThat(findings).extracting(Finding::code).doesNotContain("PGC1000");
        return findings.stream()
                .filter(finding -> finding.check().equals(check))
                .toList();
    }

    private static String brief(Finding finding) {
        return "%s %s %s".formatted(finding.severity(), finding.code(), finding.object());
    }
}
