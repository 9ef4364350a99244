package dev.pgconvoy.preflight.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.preflight.PreflightRequests;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Whether both servers have room, connections and settings for what comes: one case for each check. Two of which no
/// check says a word are in [DatabasesIT].
class CapacityIT extends TwoServers {

    private static final long TIB = 1L << 40;

    @BeforeEach
    void create() throws SQLException {
        source.run("CREATE DATABASE shop");
    }

    @AfterEach
    void drop() throws SQLException {
        source.run("DROP DATABASE shop");
    }

    @Test
    void a_disk_that_is_too_small_is_an_error_where_it_can_be_seen_and_else_a_remark() throws Exception {
        var seen =
                between().from(source.as("postgres")).to(target.as("postgres")).of("shop");
        assertThat(findingsOf("target-disk", seen)).isEmpty();
        assertThat(findingsOf("target-disk", shop())).isEmpty();

        var hole = pretendSize(TIB);
        try {
            assertThat(findingsOf("target-disk", seen))
                    .singleElement()
                    .satisfies(finding -> assertThat(brief(finding)).startsWith("ERROR PGC1620 target server"))
                    .satisfies(finding -> assertThat(finding.message()).contains("1,024 GB of databases"));
            assertThat(findingsOf("target-disk", shop()))
                    .singleElement()
                    .satisfies(finding -> assertThat(brief(finding)).startsWith("INFO PGC1621 target server"))
                    .satisfies(finding -> assertThat(finding.remedy()).contains("COPY df FROM PROGRAM"));
        } finally {
            Files.delete(hole);
        }
    }

    @Test
    void settings_that_are_small_for_what_comes_are_told_with_the_values_to_set() throws Exception {
        assertThat(findingsOf("target-speed", shop())).isEmpty();

        var hole = pretendSize(TIB);
        try {
            assertThat(findingsOf("target-speed", shop()))
                    .singleElement()
                    .satisfies(finding -> assertThat(brief(finding)).startsWith("INFO PGC1622 target server"))
                    .satisfies(finding -> assertThat(finding.remedy())
                            .contains(
                                    "ALTER SYSTEM SET max_wal_size = '64GB';",
                                    "ALTER SYSTEM SET checkpoint_timeout = '30min';",
                                    "ALTER SYSTEM SET shared_buffers = ",
                                    "ALTER SYSTEM RESET max_wal_size;"));
        } finally {
            Files.delete(hole);
        }
    }

    @Test
    void a_target_whose_commits_wait_for_a_standby_that_is_not_there_is_an_error() throws SQLException {
        target.run("ALTER SYSTEM SET synchronous_standby_names = 'absent'");
        target.run("SELECT pg_reload_conf()");
        try {
            assertThat(findingsOf("synchronous-standby", shop()))
                    .extracting(CapacityIT::brief)
                    .containsExactly(
                            "ERROR PGC1623 target server " + shop().target().address());
        } finally {
            target.run("ALTER SYSTEM RESET synchronous_standby_names");
            target.run("SELECT pg_reload_conf()");
        }
        assertThat(findingsOf("synchronous-standby", shop())).isEmpty();
    }

    @Test
    void limits_of_connections_of_the_role_and_the_database_count_too() throws SQLException {
        assertThat(findingsOf("connection-budget", shop())).isEmpty();
        source.run("ALTER ROLE mover CONNECTION LIMIT 7");
        source.run("ALTER DATABASE shop CONNECTION LIMIT 4");
        source.run("ALTER DATABASE stock CONNECTION LIMIT 1");
        target.run("ALTER ROLE mover CONNECTION LIMIT 5");
        try {
            var findings = findingsOf("connection-budget", shop());

            assertThat(findings)
                    .extracting(Finding::remedy)
                    .containsExactly(
                            "ALTER ROLE \"mover\" CONNECTION LIMIT -1; or ask for fewer copies at once (jobs).",
                            "ALTER DATABASE \"shop\" CONNECTION LIMIT -1; or ask for fewer copies at once (jobs).",
                            "ALTER ROLE \"mover\" CONNECTION LIMIT -1; or ask for fewer copies at once (jobs).");
            assertThat(findings).extracting(Finding::code).containsOnly("PGC1602");
            assertThat(findingsOf(
                            "connection-budget",
                            between().from(source.as("postgres")).of("shop")))
                    .hasSize(1);
        } finally {
            source.run("ALTER ROLE mover CONNECTION LIMIT -1");
            source.run("ALTER DATABASE stock CONNECTION LIMIT -1");
            target.run("ALTER ROLE mover CONNECTION LIMIT -1");
        }
    }

    @Test
    void a_database_that_is_near_the_end_of_its_transaction_ids_is_told() throws SQLException {
        assertThat(findingsOf("transaction-id-age", shop())).isEmpty();
        target.run("CREATE DATABASE aged");
        try {
            target.run(frozen("aged", 1_700_000_000));
            assertThat(findingsOf("transaction-id-age", shop()))
                    .singleElement()
                    .satisfies(finding -> assertThat(brief(finding)).startsWith("WARNING PGC1624 target server"))
                    .satisfies(finding -> assertThat(finding.message()).contains("\"aged\""));

            target.run(frozen("aged", 2_146_000_000));
            assertThat(findingsOf("transaction-id-age", shop()))
                    .extracting(finding -> finding.severity().name())
                    .containsExactly("ERROR");
        } finally {
            target.run("DROP DATABASE aged");
        }
    }

    @Test
    void settings_that_end_a_long_read_or_a_large_sort_are_told() throws SQLException, IOException {
        assertThat(findingsOf("copy-limits", shop())).isEmpty();
        target.run("ALTER ROLE mover SET temp_file_limit = '10MB'");
        try (var limited = OpenServer.start(
                folder.resolve("limited"), Map.of("old_snapshot_threshold", "60min", "statement_timeout", "1h"))) {
            limited.run("CREATE DATABASE shop");
            var request = shop().from(limited.as("mover"));

            assertThat(findingsOf("copy-limits", request))
                    .extracting(CapacityIT::brief)
                    .containsExactly(
                            "WARNING PGC1625 source server " + request.source().address(),
                            "WARNING PGC1625 target server " + request.target().address());
            assertThat(findingsOf("hostile-settings", request))
                    .singleElement()
                    .satisfies(finding -> assertThat(brief(finding)).startsWith("INFO PGC1603 the server on source"))
                    .satisfies(finding -> assertThat(finding.message()).contains("statement_timeout=3600000ms"));
        } finally {
            target.run("ALTER ROLE mover RESET temp_file_limit");
        }
    }

    /// `datfrozenxid` so many transactions before now.
    private static String frozen(String database, long age) {
        return "UPDATE pg_database SET datfrozenxid = ((txid_current() + 4294967296 - %d) %% 4294967296)::text::xid WHERE datname = '%s'"
                .formatted(age, database);
    }

    /// A file with a hole takes no space, and counts.
    private static Path pretendSize(long bytes) throws SQLException, IOException {
        var file = folder.resolve("source")
                .resolve("data")
                .resolve("base")
                .resolve(String.valueOf(source.oidOf("shop")))
                .resolve("999999999");
        try (var hole = new RandomAccessFile(file.toFile(), "rw")) {
            hole.setLength(bytes);
        }
        file.toFile().setReadable(true, false);
        return file;
    }

    private static PreflightRequests shop() {
        return between().of("shop");
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
