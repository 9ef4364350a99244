package dev.pgconvoy.preflight.application;

import static dev.pgconvoy.preflight.Requests.aRequest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.migration.MigrationOption;
import dev.pgconvoy.migration.Verdict;
import dev.pgconvoy.postgres.PgTools;
import dev.pgconvoy.postgres.ServerVersion;
import dev.pgconvoy.preflight.model.Side;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExamineServersTest {

    private final FakeServers servers = new FakeServers();
    private final ExamineServers examineServers = new ExamineServers(
            servers,
            () -> new PgTools(Path.of("/opt/pg"), new ServerVersion(150_004)),
            new ExamineTarget(Optional.empty()));

    @Test
    void a_check_that_cannot_run_is_an_error_that_names_it_and_the_others_run_on() {
        var report = examineServers.examine(aRequest().build());

        assertThat(report.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(report.findings())
                .filteredOn(finding -> finding.code().equals(FindingCode.CHECK_NOT_RUN.code()))
                .allMatch(finding -> finding.message().contains("the server is tired"))
                .extracting(Finding::check)
                .containsExactly(
                        "same-server",
                        "target-recovery",
                        "target-read-only",
                        "synchronous-standby",
                        "target-disk",
                        "ledger-on-source",
                        "hidden-damage",
                        "target-databases",
                        "lead-register",
                        "create-database-privilege",
                        "vanished-owners",
                        "tablespaces",
                        "owner-roles",
                        "target-extensions",
                        "extension-versions",
                        "extension-schemas",
                        "extension-members",
                        "procedural-languages",
                        "user-casts",
                        "system-grants",
                        "superuser-objects",
                        "collations",
                        "collation-versions",
                        "long-names",
                        "tables-with-oids",
                        "version-breaks",
                        "readable-tables",
                        "row-security",
                        "large-object-rights",
                        "lock-budget",
                        "connection-budget",
                        "copy-limits",
                        "transaction-id-age",
                        "source-activity",
                        "open-transactions",
                        "prepared-transactions",
                        "pending-detach",
                        "held-locks",
                        "unproven-constraints",
                        "search-path-needs",
                        "foreign-objects",
                        "materialized-foreign-rows",
                        "publications",
                        "user-mapping-options",
                        "tables-left-behind",
                        "binary-types",
                        "hostile-settings",
                        "server-parameters",
                        "target-speed");
    }

    @Test
    void the_databases_are_resolved() {
        assertThat(examineServers.examine(aRequest().build()).request().databases())
                .containsExactly("orders");
    }

    @Test
    void both_refusals_are_told_at_once_and_nothing_else_is_checked() {
        servers.refusing(Side.SOURCE, Side.TARGET);

        var report = examineServers.examine(aRequest().build());

        assertThat(report.findings()).extracting(Finding::check).containsExactly("connect-source", "connect-target");
    }

    @Test
    void sessions_are_closed_also_when_the_other_server_refuses() {
        servers.refusing(Side.TARGET);

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
