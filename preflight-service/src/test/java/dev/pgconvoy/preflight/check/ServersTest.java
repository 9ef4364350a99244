package dev.pgconvoy.preflight.check;

import static dev.pgconvoy.preflight.check.Assessments.brief;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.preflight.check.SameServer.Identity;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServersTest {

    @ParameterizedTest(name = "identifiers {0} / {1}, started {2} / {3}: {4}")
    @CsvSource({
        "71, 72, noon, dusk,",
        "71, 72, noon, noon,",
        "71, 71, noon, noon, ERROR PGC1401 db",
        "71, 71, noon, dusk, WARNING PGC1402 db",
        "71,   , noon, dusk, INFO PGC1403 db",
        "  ,   , noon, noon, ERROR PGC1401 db",
    })
    void source_and_target_must_be_two_servers(
            String sourceId, String targetId, String sourceStart, String targetStart, String finding) {
        var row = new SameServer.Row(
                "db",
                new Identity(Optional.ofNullable(sourceId), sourceStart),
                new Identity(Optional.ofNullable(targetId), targetStart));

        assertThat(brief(new SameServer().assess(row))).isEqualTo(expected(finding));
    }

    @ParameterizedTest
    @CsvSource({"0, ERROR PGC1201 db", "1,", "50,", "51, ERROR PGC1202 db"})
    void one_migration_takes_one_to_fifty_databases(int databases, String finding) {
        assertThat(brief(new DatabaseCount().assess(new DatabaseCount.Row("db", databases))))
                .isEqualTo(expected(finding));
    }

    @ParameterizedTest
    @CsvSource({"0,", "3, WARNING PGC1209 postgres"})
    void tables_in_postgres_that_stay_behind_are_a_warning(long tables, String finding) {
        assertThat(brief(new PostgresDatabase().assess(new PostgresDatabase.Row(tables))))
                .isEqualTo(expected(finding));
    }

    @ParameterizedTest
    @CsvSource({"true,", "false, ERROR PGC1301 db"})
    void the_target_user_must_be_able_to_create_databases(boolean mayCreate, String finding) {
        var row = new CreateDatabasePrivilege.Row("db", "mover", mayCreate);

        assertThat(brief(new CreateDatabasePrivilege().assess(row))).isEqualTo(expected(finding));
    }

    private static List<String> expected(String finding) {
        return finding == null ? List.of() : List.of(finding);
    }
}
