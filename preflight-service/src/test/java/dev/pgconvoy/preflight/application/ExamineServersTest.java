package dev.pgconvoy.preflight.application;

import static dev.pgconvoy.preflight.PreflightRequests.aRequest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.migration.MigrationOption;
import dev.pgconvoy.migration.Verdict;
import dev.pgconvoy.postgres.PgTools;
import dev.pgconvoy.postgres.ServerVersion;
import dev.pgconvoy.preflight.check.Checks;
import dev.pgconvoy.preflight.examination.Check;
import dev.pgconvoy.preflight.model.ExaminedSide;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExamineServersTest {

    /// Checks that ask no server, or are answered by the servers of this test.
    private static final Set<String> ANSWERED = Set.of(
            "target-version",
            "pg-dump-version",
            "unverified-links",
            "database-count",
            "source-databases",
            "postgres-database",
            "target-sessions",
            "create-role-privilege",
            "role-powers",
            "source-load-sight",
            "filter-patterns",
            "row-data");

    private final FakeServers servers = new FakeServers();
    private final ExamineServers examineServers = new ExamineServers(
            servers,
            () -> new PgTools(Path.of("/opt/pg"), new ServerVersion(150_004)),
            new ExamineTarget(Optional.empty()));

    @Test
    void a_check_that_cannot_run_is_an_error_that_names_it_and_the_others_run_on() {
        var report = examineServers.examine(aRequest().build());

        assertThat(report.verdict()).isEqualTo(Verdict.FAILED);
        var told = report.findings().stream()
                .filter(finding -> finding.code().equals(FindingCode.CHECK_NOT_RUN.code()))
                .toList();
        assertThat(told).allMatch(finding -> finding.message().contains("the server is tired"));
        assertThat(told)
                .extracting(Finding::check)
                .containsExactlyElementsOf(Checks.of(aRequest().build().options()).stream()
                        .map(Check::name)
                        .filter(name -> !ANSWERED.contains(name))
                        .toList());
    }

    @Test
    void the_databases_are_resolved() {
        assertThat(examineServers.examine(aRequest().build()).request().databases())
                .containsExactly("orders");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1_001})
    void how_many_databases_a_migration_takes_can_only_be_lowered(int most) {
        assertThatThrownBy(() -> examineServers.taking(most))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("pgconvoy.preflight.most-databases must be between 1 and 1000, and is " + most);
    }

    @Test
    void both_refusals_are_told_at_once_and_nothing_else_is_checked() {
        servers.refusing(ExaminedSide.SOURCE, ExaminedSide.TARGET);

        var report = examineServers.examine(aRequest().build());

        assertThat(report.findings()).extracting(Finding::check).containsExactly("connect-source", "connect-target");
    }

    @Test
    void sessions_are_closed_also_when_the_other_server_refuses() {
        servers.refusing(ExaminedSide.TARGET);

        examineServers.examine(aRequest().build());

        assertThat(servers.open()).isEmpty();
    }

    @Test
    void migrate_does_not_look_for_pg_dump() {
        var withoutTools = new ExamineServers(
                servers,
                () -> {
                    throw new MigrationException(FailureCode.TOOL_UNUSABLE, "pg_dump", "There is none.", "Install it.");
                },
                new ExamineTarget(Optional.empty()));

        var lean =
                withoutTools.examine(aRequest().option(MigrationOption.MIGRATE).build());
        var full = withoutTools.examine(aRequest().build());

        assertThat(lean.findings()).extracting(Finding::code).doesNotContain(FindingCode.PG_DUMP_UNUSABLE.code());
        assertThat(full.findings()).extracting(Finding::code).contains(FindingCode.PG_DUMP_UNUSABLE.code());
    }
}
