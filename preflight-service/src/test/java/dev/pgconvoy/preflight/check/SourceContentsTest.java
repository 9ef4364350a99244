package dev.pgconvoy.preflight.check;

import static dev.pgconvoy.preflight.check.AssessmentLines.brief;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.postgres.TableName;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is in the databases of the source, and whether we can read it.
class SourceContentsTest {

    @Test
    void tables_that_cannot_be_read_are_one_error_per_database() {
        var tables = IntStream.range(0, 13)
                .mapToObj(i -> new ReadableTables.Row("shop", "public", "t" + i, i == 12))
                .toList();

        var findings = new ReadableTables().assess("mo\"ver", tables);

        assertThat(brief(findings)).containsExactly("ERROR PGC1502 shop");
        assertThat(findings.getFirst().message()).endsWith("public.t9 and 3 more.");
        assertThat(findings.getFirst().remedy()).startsWith("GRANT pg_read_all_data TO \"mo\"\"ver\"; on the source");
        assertThat(findings.getFirst().script())
                .hasValueSatisfying(script -> assertThat(script.text())
                        .startsWith(
                                "GRANT USAGE ON SCHEMA public TO \"mo\"\"ver\";\nGRANT SELECT ON TABLE public.t0 TO \"mo\"\"ver\";\n")
                        .endsWith("GRANT SELECT ON SEQUENCE public.t12 TO \"mo\"\"ver\";"));
        assertThat(new ReadableTables().assess("mover", List.of())).isEmpty();
    }

    @Test
    void rows_that_row_security_hides_would_be_lost() {
        assertThat(brief(new RowSecurity().assess("mover", List.of(new RowSecurity.Row("shop", "public.orders")))))
                .containsExactly("ERROR PGC1503 shop");
        assertThat(new RowSecurity().assess("mover", List.of())).isEmpty();
    }

    @Test
    void large_objects_must_be_readable() {
        assertThat(brief(new LargeObjectRights().assess(new LargeObjectRights.Row("shop", 2))))
                .containsExactly("ERROR PGC1504 shop");
        assertThat(new LargeObjectRights().assess(new LargeObjectRights.Row("shop", 0)))
                .isEmpty();
    }

    @Test
    void prepared_transactions_are_a_warning() {
        var row = new PreparedTransactions.Row("shop", "it's", "App", Duration.ofHours(50));

        var findings = new PreparedTransactions().assess(List.of(row));

        assertThat(brief(findings)).containsExactly("WARNING PGC1505 shop");
        assertThat(findings.getFirst().message()).endsWith("the dump: 'it''s' of \"App\", for 2 days.");
        assertThat(findings.getFirst().remedy()).endsWith("COMMIT PREPARED 'it''s';");
        assertThat(new PreparedTransactions().assess(List.of())).isEmpty();
    }

    @ParameterizedTest(name = "{0} {1} of {2}.{3} in encoding {4}: {5}")
    @CsvSource({
        "COLLATION,           de_DE,       '',     '',     6, ",
        "COLLATION,           de_DE,       '',     '',     8, 'ERROR 603402 collation \"de_DE\" in \"shop\"'",
        "COLLATION,           ucs,         '',     '',     8, ",
        "COLLATION,           default,     '',     '',     6, ",
        "COLLATION,           sv_SE,       '',     '',     6, 'ERROR 603402 collation \"sv_SE\" in \"shop\"'",
        "LOCALE_OF_DATABASE,  C,           '',     '',     6, ",
        "LOCALE_OF_DATABASE,  de_DE.utf8,  '',     '',     6, ",
        "LOCALE_OF_DATABASE,  nn_NN.utf8,  '',     '',     6, 'ERROR 603401 locale nn_NN.utf8 of \"shop\"'",
        "ICU_OF_DATABASE,     ICU,         '',     '',     6, 'ERROR 603401 locale provider ICU of \"shop\"'",
        "LOCALE_OF_COLLATION, de_DE.utf8,  public, german, 6, ",
        "LOCALE_OF_COLLATION, fr_FR.utf8,  public, french, 6, 'ERROR 603403 collation \"public\".\"french\" in \"shop\"'",
        "ICU_OF_COLLATION,    ICU,         public, names,  6, 'ERROR 603403 collation \"public\".\"names\" in \"shop\"'",
    })
    void locales_and_collations_come_from_the_target_s_operating_system(
            Collations.Kind kind, String name, String schema, String made, int encoding, String finding) {
        var there = new Collations.There(
                Set.of("de_DE.utf8"),
                Set.of(new Collations.Own("de_DE", 6), new Collations.Own("ucs", Collations.Own.ANY)),
                false);

        var findings =
                new Collations().assess(List.of(new Collations.Row("shop", kind, name, schema, made, encoding)), there);

        assertThat(brief(findings)).isEqualTo(finding == null ? List.of() : List.of(finding));
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "COLLATION,           default,    false",
        "COLLATION,           C,          false",
        "COLLATION,           de_DE,      true",
        "LOCALE_OF_DATABASE,  de_DE.utf8, false",
        "ICU_OF_DATABASE,     ICU,        true",
    })
    void the_target_lists_its_collations_only_for_what_not_every_server_has(
            Collations.Kind kind, String name, boolean needed) {
        assertThat(new Collations.Row("shop", kind, name, "", "", 6).needsCollation())
                .isEqualTo(needed);
    }

    @Test
    void a_target_with_icu_takes_what_is_of_icu() {
        var there = new Collations.There(Set.of(), Set.of(), true);

        assertThat(new Collations()
                        .assess(
                                List.of(
                                        new Collations.Row("shop", Collations.Kind.ICU_OF_DATABASE, "ICU", "", "", 6),
                                        new Collations.Row(
                                                "shop", Collations.Kind.ICU_OF_COLLATION, "ICU", "public", "names", 6)),
                                there))
                .isEmpty();
    }

    @ParameterizedTest(name = "handler in {0}, offered {1}, superuser {2}, of a provider {3}: {4}")
    @CsvSource({
        "pg_catalog, true,  false, false,",
        "pg_catalog, false, false, false, ERROR",
        "pg_catalog, false, false, true,  WARNING",
        "pg_catalog, ,      true,  false, ERROR",
        "public,     ,      true,  false, WARNING",
        "public,     ,      false, false, ERROR",
    })
    void languages_without_an_extension_must_be_known_to_the_target(
            String handler, Boolean offered, boolean superuser, boolean ofProvider, String severity) {
        var row = new ProceduralLanguages.Row(
                "shop", "plToy", handler, "$libdir/toy", Optional.ofNullable(offered), superuser, ofProvider);

        var findings = new ProceduralLanguages().assess(row);

        assertThat(brief(findings))
                .isEqualTo(severity == null ? List.of() : List.of(severity + " 603413 language \"plToy\" in \"shop\""));
        assertThat(findings).allSatisfy(finding -> assertThat(finding.remedy()).contains("DROP LANGUAGE \"plToy\";"));
    }

    @ParameterizedTest(name = "without function {0}, of users {1}, superuser {2}, certain {3}: {4}")
    @CsvSource({
        "true,  true,  true,  true,",
        "true,  true,  false, true,  ERROR",
        "true,  true,  false, false, WARNING",
        "false, true,  false, true,",
        "false, false, false, true,  ERROR",
        "false, false, true,  true,",
    })
    void some_casts_only_a_superuser_may_create(
            boolean withoutFunction, boolean ofUsers, boolean superuser, boolean certain, String severity) {
        var row = new UserCasts.Row("shop", "public.mood AS text", withoutFunction, ofUsers, "public", "pg_catalog");

        var findings = new UserCasts().assess(row, superuser, certain);

        assertThat(brief(findings))
                .isEqualTo(
                        severity == null
                                ? List.of()
                                : List.of(severity + " 603409 cast (public.mood AS text) in \"shop\""));
        assertThat(findings)
                .allSatisfy(finding -> assertThat(finding.remedy()).contains("DROP CAST (public.mood AS text);"));
    }

    @Test
    void rights_on_the_system_are_one_warning_per_database() {
        var rights = List.of(
                new SystemGrants.Right("GRANT", "SELECT", "ON TABLE pg_catalog.pg_authid", "Audit"),
                new SystemGrants.Right("REVOKE", "EXECUTE", "ON FUNCTION pg_catalog.pg_ls_dir(text)", ""));

        var finding = new SystemGrants().assess(new SystemGrants.Row("shop", rights));

        assertThat(brief(finding.stream().toList())).containsExactly("WARNING 603410 shop");
        assertThat(finding.orElseThrow().remedy())
                .endsWith(
                        "GRANT SELECT ON TABLE pg_catalog.pg_authid TO \"Audit\"; REVOKE EXECUTE ON FUNCTION pg_catalog.pg_ls_dir(text) FROM PUBLIC;");
        assertThat(new SystemGrants().assess(new SystemGrants.Row("shop", List.of())))
                .isEmpty();
    }

    @Test
    void oids_of_rows_would_be_lost() {
        var findings = new TablesWithOids()
                .assess(List.of(
                        new TablesWithOids.Row("shop", new TableName("public", "Orders")),
                        new TablesWithOids.Row("shop", new TableName("public", "lines"))));

        assertThat(brief(findings)).containsExactly("ERROR 603404 shop");
        assertThat(findings.getFirst().remedy())
                .endsWith(
                        "ALTER TABLE \"public\".\"Orders\" SET WITHOUT OIDS; ALTER TABLE \"public\".\"lines\" SET WITHOUT OIDS;");
        assertThat(new TablesWithOids().assess(List.of())).isEmpty();
    }

    @Test
    void options_of_user_mappings_may_be_hidden() {
        var findings = new UserMappingOptions()
                .assess(List.of(
                        new UserMappingOptions.Row("shop", "far", "Audit"),
                        new UserMappingOptions.Row("shop", "far", "")));

        assertThat(brief(findings)).containsExactly("WARNING PGC1514 shop");
        assertThat(findings.getFirst().remedy())
                .contains("ALTER USER MAPPING FOR \"Audit\" SERVER \"far\"", "FOR PUBLIC SERVER \"far\"");
        assertThat(new UserMappingOptions().assess(List.of())).isEmpty();
    }

    @Test
    void what_is_copied_as_text_is_told() {
        var findings = new BinaryTypes().assess(List.of(new BinaryTypes.Row("shop", "aclitem")));

        assertThat(brief(findings)).containsExactly("INFO PGC1506 shop");
        assertThat(findings.getFirst().message()).contains("aclitem");
        assertThat(new BinaryTypes().assess(List.of())).isEmpty();
    }

    @ParameterizedTest(name = "{0} tables, {1} servers, {2} subscriptions, superuser {3}: {4}")
    @CsvSource({
        "0, 0, 0, true,",
        "1, 1, 0, true,  INFO PGC1507",
        "0, 1, 0, false, INFO PGC1507",
        "0, 0, 1, true,  INFO PGC1508",
        "0, 0, 1, false, WARNING PGC1508",
    })
    void what_leads_elsewhere_is_told(long tables, long servers, int subscriptions, boolean superuser, String finding) {
        var findings = new ForeignObjects()
                .assess(new ForeignObjects.Row(
                        "shop", tables, servers, Collections.nCopies(subscriptions, "news"), superuser));

        assertThat(brief(findings)).isEqualTo(finding == null ? List.of() : List.of(finding + " shop"));
    }

    @ParameterizedTest(name = "{0} tables, {1} locks: {2}")
    @CsvSource({"3199, 6400,", "3200, 6400, WARNING", "6399, 6400, WARNING", "6400, 6400, ERROR"})
    void the_dump_must_be_able_to_lock_all_tables(long tables, long locks, String severity) {
        var findings = new LockBudget().assess(new LockBudget.Row("shop", tables, locks));

        assertThat(brief(findings)).isEqualTo(severity == null ? List.of() : List.of(severity + " PGC1601 shop"));
    }
}
