package dev.pgconvoy.preflight.azure;

import static dev.pgconvoy.preflight.azure.FakeFacts.TARGET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.RemedyScript;
import dev.pgconvoy.preflight.azure.TargetFacts.Server;
import dev.pgconvoy.preflight.examination.InstalledExtensions.Installed;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What each answer of Azure comes to.
class TargetChecksTest {

    private static final String OBJECT = "Azure server flex-eu-1 in databases-eu";

    @ParameterizedTest(name = "{0}, needed {1}: {2}")
    @CsvSource({
        "Ready,    true,  INFO PGC3103",
        "ready,    false, INFO PGC3103",
        ",         true,  INFO PGC3103",
        "Stopped,  true,  ERROR PGC3102;INFO PGC3103",
        "Updating, true,  ERROR PGC3102;INFO PGC3103",
        "Resting,  false, WARNING PGC3102;INFO PGC3103",
    })
    void the_target_must_be_ready(String state, boolean needed, String findings) {
        var server =
                new Server(Optional.ofNullable(state), Optional.of("16"), Optional.empty(), OptionalInt.of(64), true);

        var found = new TargetState().assess(new TargetState.Row(TARGET, Optional.of(server), needed));

        assertThat(brief(found)).containsExactly(findings.split(";"));
        assertThat(found.getLast().message()).isEqualTo("PostgreSQL 16, 64 GiB of storage, which grows by itself.");
    }

    @ParameterizedTest(name = "needed {0}: {1}")
    @CsvSource({"true, ERROR PGC3101", "false, WARNING PGC3101"})
    void the_target_must_be_there(boolean needed, String finding) {
        var found = new TargetState().assess(new TargetState.Row(TARGET, Optional.empty(), needed));

        assertThat(brief(found)).containsExactly(finding);
        assertThat(found.getFirst().object()).isEqualTo(OBJECT);
        assertThat(found.getFirst().remedy()).contains("/subscriptions/s-1/resourceGroups/databases-eu");
    }

    @Test
    void a_server_of_which_nothing_is_told_is_no_finding() {
        var bare = new Server(Optional.empty(), Optional.empty(), Optional.empty(), OptionalInt.empty(), false);

        assertThat(new TargetState().assess(new TargetState.Row(TARGET, Optional.of(bare), true)))
                .isEmpty();
    }

    @ParameterizedTest(name = "allowed {0}, installed {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            PG_TRGM,HSTORE | pg_trgm        |
            PG_TRGM,HSTORE | pg_trgm,hstore |
            PG_TRGM        | hstore         | ERROR 603108
            uuid-ossp      | UUID-OSSP      |
            ''             | hstore,citext  | ERROR 603108;ERROR 603108
            ' HSTORE , '   | hstore         |
            PG_TRGM        | ''             |
            PG_TRGM        |                | INFO PGC3105
                           | hstore         | INFO PGC3105
            """)
    void extensions_of_the_source_must_be_allowed(String allowed, String installed, String findings) {
        var row = new AllowedExtensions.Row(TARGET, names(allowed), installed(installed));

        assertThat(brief(new AllowedExtensions().assess(row))).containsExactlyElementsOf(split(findings));
    }

    @Test
    void what_is_not_allowed_is_named_with_the_command_that_allows_it_all() {
        var row = new AllowedExtensions.Row(TARGET, names("PG_TRGM"), installed("hstore,citext"));

        var finding = new AllowedExtensions().assess(row).getFirst();

        assertThat(finding.object()).isEqualTo("extension hstore in \"shop\"");
        assertThat(finding.remedy())
                .startsWith(
                        "Set it: az postgres flexible-server parameter set --server-name flex-eu-1 --subscription s-1"
                                + " --resource-group databases-eu --name azure.extensions --value PG_TRGM,CITEXT,HSTORE, or");
    }

    @ParameterizedTest(name = "loaded {0}, installed {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            pg_cron,pgaudit    | pg_cron            |
            pg_stat_statements | pg_cron,hstore     | ERROR 603109
            pg_stat_statements | pgaudit,pglogical  | ERROR 603109;ERROR 603109
            ''                 | pg_stat_statements | WARNING 603109
            ''                 | pg_hint_plan,pg_prewarm | WARNING 603109;WARNING 603109
            pg_partman         | pg_partman         | WARNING 603109
            pg_partman_bgw     | pg_partman         |
            ''                 | hstore             |
            pg_cron            |                    | INFO PGC3105
            ''                 |                    | INFO PGC3105
                               | pg_cron            | INFO PGC3105
            """)
    void libraries_must_be_preloaded(String loaded, String installed, String findings) {
        var row = new PreloadedLibraries.Row(TARGET, names(loaded), installed(installed));

        assertThat(brief(new PreloadedLibraries().assess(row))).containsExactlyElementsOf(split(findings));
    }

    @Test
    void one_command_loads_all_libraries_that_are_missing() {
        var row = new PreloadedLibraries.Row(TARGET, names("pg_stat_statements"), installed("pgaudit,pglogical"));

        assertThat(new PreloadedLibraries().assess(row))
                .allSatisfy(finding -> assertThat(finding.remedy())
                        .endsWith(
                                "Then restart the server, which ends all sessions: az postgres flexible-server restart"
                                        + " --name flex-eu-1 --subscription s-1 --resource-group databases-eu"))
                .extracting(finding -> finding.script().orElseThrow())
                .containsOnly(new RemedyScript(
                        RemedyScript.Place.AZURE,
                        Optional.empty(),
                        "az postgres flexible-server parameter set --server-name flex-eu-1 --subscription s-1"
                                + " --resource-group databases-eu --name shared_preload_libraries"
                                + " --value pg_stat_statements,pgaudit,pglogical"));
    }

    @Test
    void a_name_is_never_more_than_an_argument_of_a_command() {
        var row = new AllowedExtensions.Row(TARGET, names(""), installed("$(reboot) 'x'"));

        assertThat(new AllowedExtensions().assess(row).getFirst().script())
                .hasValueSatisfying(script -> assertThat(script.text()).endsWith(" --value '$(REBOOT) '\\''X'\\'''"));
    }

    @ParameterizedTest(name = "{0} bytes to {1} GiB, grows {2}: {3}")
    @CsvSource({
        "0,            32, false,",
        "27487790694,  32, false,",
        "27487790696,  32, false, ERROR PGC3104",
        "27487790696,  32, true,  WARNING PGC3104",
        "109951162780, 128, false, ERROR PGC3104",
        "109951162776, 128, false,",
    })
    void storage_must_hold_the_source_and_a_quarter_more(long bytes, int storage, boolean grows, String finding) {
        var row = new TargetStorage.Row(TARGET, bytes, storage, grows);

        var found = new TargetStorage().assess(row).stream().toList();

        assertThat(brief(found)).containsExactlyElementsOf(split(finding));
        assertThat(found).allSatisfy(each -> assertThat(each.remedy()).contains("storage never gets smaller again"));
    }

    @ParameterizedTest(name = "{0} GiB: {1}")
    @CsvSource({"1, 32", "32, 32", "33, 64", "64, 64", "200, 256"})
    void the_remedy_names_a_size_that_azure_offers(long wanted, long offered) {
        assertThat(TargetStorage.offered(wanted)).isEqualTo(offered);
    }

    @ParameterizedTest(name = "active {0}, ours {1}: {2}")
    @CsvSource({
        ",              ,            ",
        "move-1,        InProgress,  ",
        "MOVE-1,        ,            ",
        "other,         ,            WARNING PGC3201",
        "move-1;other,  InProgress,  WARNING PGC3201",
        ",              Failed,      ERROR PGC3202",
        "other,         succeeded,   ERROR PGC3202;WARNING PGC3201",
        ",              Resting,     ",
        ",              CleaningUp,  ",
    })
    void one_migration_at_a_time_and_each_name_once(String active, String known, String findings) {
        var row = new TargetMigrations.Row(TARGET, "move-1", split(active), Optional.ofNullable(known));

        assertThat(brief(new TargetMigrations().assess(row))).containsExactlyElementsOf(split(findings));
    }

    @Test
    void no_finding_can_be_mistaken_for_one_of_azures_own_validation() {
        assertThat(Stream.concat(Stream.of(TargetChecks.FIRST), TargetChecks.OTHERS.stream()))
                .extracting(TargetCheck::name)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("target(-[a-z]+)+"));
    }

    private static Optional<ListedNames> names(String text) {
        return Optional.ofNullable(text).map(ListedNames::parse);
    }

    private static Optional<List<Installed>> installed(String names) {
        return names(names)
                .map(list -> list.names().stream()
                        .map(name -> new Installed("shop", name, "1.0", "public", true))
                        .toList());
    }

    private static List<String> split(String text) {
        return text == null ? List.of() : Arrays.asList(text.split(";"));
    }

    static List<String> brief(List<Finding> findings) {
        return findings.stream()
                .map(finding -> "%s %s".formatted(finding.severity(), finding.code()))
                .toList();
    }
}
