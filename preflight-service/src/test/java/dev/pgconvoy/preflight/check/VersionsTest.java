package dev.pgconvoy.preflight.check;

import static dev.pgconvoy.preflight.check.AssessmentLines.brief;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.postgres.PgTools;
import dev.pgconvoy.postgres.ServerVersion;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionsTest {

    @ParameterizedTest
    @CsvSource({
        "90624, 150018,",
        "150018, 150001,",
        "150001, 170004,",
        "90500, 90624,",
        "90624, 90524, ERROR PGC1101 db",
        "170000, 150018, ERROR PGC1101 db",
        "100000, 90624, ERROR PGC1101 db",
    })
    void a_target_of_an_older_major_version_is_refused(int source, int target, String finding) {
        var row = new TargetVersion.Row("db", new ServerVersion(source), new ServerVersion(target));

        assertThat(brief(new TargetVersion().assess(row))).isEqualTo(expected(finding));
    }

    @ParameterizedTest
    @CsvSource({
        "150018, 150019,",
        "150018, 90624,",
        "170006, 150000,",
        "150018, 160000, ERROR PGC1102 /opt/pg/pg_dump",
    })
    void a_pg_dump_older_than_the_source_is_refused(int pgDump, int source, String finding) {
        var row = new PgDumpVersion.Row(
                new PgTools(Path.of("/opt/pg"), new ServerVersion(pgDump)), new ServerVersion(source));

        assertThat(brief(new PgDumpVersion().assess(row))).isEqualTo(expected(finding));
    }

    @ParameterizedTest
    @CsvSource({
        "130021, 130000, WARNING PGC1104 /opt/pg/pg_dump",
        "130022, 130000,",
        "140018, 130000, WARNING PGC1104 /opt/pg/pg_dump",
        "140019, 130000,",
        "150013, 130000, WARNING PGC1104 /opt/pg/pg_dump",
        "150014, 130000,",
        "160009, 130000, WARNING PGC1104 /opt/pg/pg_dump",
        "160010, 130000,",
        "170005, 130000, WARNING PGC1104 /opt/pg/pg_dump",
        "170006, 130000,",
        "180000, 130000,",
        "120022, 100000, WARNING PGC1104 /opt/pg/pg_dump",
    })
    void a_pg_dump_by_which_a_source_attacks_the_target_is_told(int pgDump, int source, String finding) {
        var row = new PgDumpVersion.Row(
                new PgTools(Path.of("/opt/pg"), new ServerVersion(pgDump)), new ServerVersion(source));

        assertThat(brief(new PgDumpVersion().assess(row))).isEqualTo(expected(finding));
    }

    private static java.util.List<String> expected(String finding) {
        return finding == null ? java.util.List.of() : java.util.List.of(finding);
    }
}
