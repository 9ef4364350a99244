package dev.pgconvoy.preflight.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.failure.Finding;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What only a source before 12 can have.
class OldSourceIT extends TwoServers {

    static Servers old;

    @BeforeAll
    static void startOld() throws IOException, SQLException {
        old = Servers.startOld(folder.resolve("old"));
        old.run("CREATE DATABASE ledgers");
    }

    @AfterAll
    static void stopOld() throws IOException {
        old.close();
    }

    @Test
    void tables_with_oids_are_an_error_until_they_have_none() throws SQLException {
        assertThat(findings()).extracting(Finding::code).doesNotContain("603404", "PGC1000");

        old.runIn("ledgers", "CREATE TABLE \"Entries\" (id int) WITH OIDS");
        assertThat(findings())
                .filteredOn(finding -> finding.code().equals("603404"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.object()).isEqualTo("ledgers"))
                .satisfies(finding ->
                        assertThat(finding.remedy()).endsWith("ALTER TABLE \"public\".\"Entries\" SET WITHOUT OIDS;"));

        old.runIn("ledgers", "ALTER TABLE \"public\".\"Entries\" SET WITHOUT OIDS");
        assertThat(findings()).extracting(Finding::code).doesNotContain("603404", "PGC1000");
    }

    private List<Finding> findings() {
        return examineServers
                .examine(between().from(old.as("mover")).of("ledgers").build())
                .findings();
    }
}
