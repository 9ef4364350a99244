package dev.pgconvoy.preflight.check;

import static dev.pgconvoy.preflight.check.AssessmentLines.brief;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.postgres.OwnSchema;
import dev.pgconvoy.postgres.ServerIdentity;
import dev.pgconvoy.postgres.ServerIdentity.Relation;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServersTest {

    @ParameterizedTest(name = "identifiers {0} / {1}, source in recovery {2}, lock seen {3}: {4}")
    @CsvSource({
        "71, 72, false, false, UNRELATED",
        "71, 72, true,  false, UNRELATED",
        "71, 71, false, true,  SAME",
        "71, 71, true,  true,  SAME",
        "  ,   , false, true,  SAME",
        "71,   , false, true,  SAME",
        "71, 71, true,  false, SOURCE_IS_STANDBY",
        "71, 71, false, false, PHYSICAL_COPY",
        "71,   , false, false, UNKNOWN",
        "  , 71, true,  false, UNKNOWN",
        "  ,   , false, false, UNKNOWN",
    })
    void servers_are_known_by_identifier_and_by_a_lock_that_both_show(
            String sourceId, String targetId, boolean sourceInRecovery, boolean seesLock, Relation relation) {
        var source = new ServerIdentity(Optional.ofNullable(sourceId), sourceInRecovery);
        var target = new ServerIdentity(Optional.ofNullable(targetId), false);

        assertThat(ServerIdentity.relation(source, target, seesLock)).isEqualTo(relation);
    }

    @ParameterizedTest(name = "{0}, writes {1}: {2}")
    @CsvSource({
        "UNRELATED,         true,",
        "SAME,              true,  ERROR PGC1401 db",
        "SAME,              false, ERROR PGC1401 db",
        "SOURCE_IS_STANDBY, true,  ERROR PGC1404 db",
        "SOURCE_IS_STANDBY, false, WARNING PGC1402 db",
        "PHYSICAL_COPY,     true,  WARNING PGC1402 db",
        "UNKNOWN,           true,  INFO PGC1403 db",
    })
    void source_and_target_must_be_two_servers(Relation relation, boolean writes, String finding) {
        assertThat(brief(new SameServer().assess(new SameServer.Row("db", relation, writes))))
                .isEqualTo(expected(finding));
    }

    @ParameterizedTest(name = "{0} {1}: {2} {3}")
    @CsvSource(
            nullValues = "-",
            value = {
                "db.example,  disable,     WARNING PGC1027 db, The link is not encrypted",
                "db.example,  allow,       WARNING PGC1027 db, The link need not be encrypted",
                "db.example,  prefer,      WARNING PGC1027 db, The link need not be encrypted",
                "db.example,  require,     WARNING PGC1027 db, The link is encrypted but",
                "db.example,  verify-ca,   -, -",
                "db.example,  verify-full, -, -",
                "10.0.0.7,    prefer,      WARNING PGC1027 db, The link need not be encrypted",
                "127.example, prefer,      WARNING PGC1027 db, The link need not be encrypted",
                "localhost,   prefer,      -, -",
                "LocalHost,   disable,     -, -",
                "127.0.0.1,   disable,     -, -",
                "127.8.0.1,   prefer,      -, -",
                "::1,         prefer,      -, -",
            })
    void links_that_leave_the_machine_are_verified_or_warned_of(
            String host, String mode, String finding, String message) {
        var endpoint = new ServerEndpoint(host, 5432, "mover", Optional.empty(), SslMode.parse(mode), "postgres");

        var findings = new UnverifiedLinks().assess(new UnverifiedLinks.Row("db", endpoint));

        assertThat(brief(findings)).isEqualTo(expected(finding));
        assertThat(findings).allSatisfy(found -> {
            assertThat(found.message().replace(",", "")).startsWith(message);
            assertThat(found.remedy()).contains("verify-full", "tls.rootCertificates");
        });
    }

    @ParameterizedTest
    @CsvSource({"false,", "true, ERROR PGC1405 db"})
    void a_standby_is_no_target(boolean inRecovery, String finding) {
        assertThat(brief(new TargetRecovery().assess(new TargetRecovery.Row("db", inRecovery))))
                .isEqualTo(expected(finding));
    }

    @ParameterizedTest(name = "may create {0}, schema {1}: {2}")
    @CsvSource({
        "true,  ABSENT,",
        "false, ABSENT,  ERROR PGC1306 db",
        "true,  OURS,",
        "false, OURS,    ERROR PGC1306 db",
        "true,  CLOSED,  ERROR PGC1306 db",
    })
    void the_target_user_must_be_able_to_say_who_leads(
            boolean mayCreate, LeadRegisterRights.Schema schema, String finding) {
        var row = new LeadRegisterRights.Row("db", "mover", "postgres", mayCreate, schema, Optional.empty());

        assertThat(brief(new LeadRegisterRights().assess(row))).isEqualTo(expected(finding));
    }

    @Test
    void a_foreign_schema_of_the_registers_name_is_named_with_its_owner() {
        var foreign = new OwnSchema.Foreign(
                "pgconvoy_lead", "pgconvoy_lead.migration", "mallory", "it has a rule", "ALTER SCHEMA …");
        var row = new LeadRegisterRights.Row(
                "db", "mover", "postgres", true, LeadRegisterRights.Schema.OURS, Optional.of(foreign));

        var findings = new LeadRegisterRights().assess(row);

        assertThat(brief(findings)).isEqualTo(expected("ERROR PGC1307 db"));
        assertThat(findings.getFirst().message())
                .contains("\"postgres\"", "pgconvoy_lead.migration", "\"mallory\"", "it has a rule");
        assertThat(findings.getFirst().remedy()).isEqualTo("ALTER SCHEMA …");
    }

    @Test
    void the_remedy_for_the_lead_is_a_statement_that_can_be_run() {
        var row = new LeadRegisterRights.Row(
                "db", "mo\"ver", "postgres", false, LeadRegisterRights.Schema.ABSENT, Optional.empty());

        assertThat(new LeadRegisterRights().assess(row))
                .singleElement()
                .satisfies(finding -> assertThat(finding.remedy())
                        .startsWith("GRANT CREATE ON DATABASE \"postgres\" TO \"mo\"\"ver\"")
                        .contains("maintenanceDatabase"));
    }

    @ParameterizedTest
    @CsvSource({
        "0,    1000, ERROR PGC1201 db",
        "1,    1000,",
        "1000, 1000,",
        "1001, 1000, ERROR PGC1202 db",
        "20,   20,",
        "21,   20,   ERROR PGC1202 db",
    })
    void one_migration_takes_one_to_the_most_databases(int databases, int most, String finding) {
        assertThat(brief(new DatabaseCount().assess(new DatabaseCount.Row("db", databases, most))))
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
