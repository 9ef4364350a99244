package dev.pgconvoy.launcher.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.failure.RemedyScript.Place;
import dev.pgconvoy.launcher.SampleStatuses;
import dev.pgconvoy.launcher.exit.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FixScriptsTest {

    @TempDir
    Path folder;

    @Test
    void statements_stand_under_their_findings_with_the_database_in_which_they_run() {
        var scripts = FixScripts.of(SampleStatuses.validated(
                SampleFindings.PREPARED,
                SampleFindings.unreadable("shop", "public.t"),
                SampleFindings.unreadable("stock", "public.u"),
                SampleFindings.NO_CREATEDB,
                SampleFindings.LEFT_OUT));

        assertThat(scripts.get(Place.SOURCE))
                .isEqualTo("""
                -- Remedies for the source old:5432.
                -- The checks of new-5432/m1 proposed them at 2030-01-02T03:04:05Z. pgconvoy does not run them.
                -- Read each one, and delete what you do not want.
                -- Then, as a user who may do it: psql -X --host old --port 5432 --dbname postgres --file THIS_FILE
                \\set ON_ERROR_STOP on

                -- To be decided or done by hand:
                -- warning PGC1506, shop: 2 prepared transactions are open.
                --   -> COMMIT PREPARED or ROLLBACK PREPARED them first (pg_prepared_xacts).

                \\connect -reuse-previous=on "dbname='shop'"
                -- error PGC1502, shop: The source user may not read public.t.
                --   -> GRANT pg_read_all_data TO "mover"; on the source.
                GRANT SELECT ON public.t TO "mover";


                \\connect -reuse-previous=on "dbname='stock'"
                -- error PGC1502, stock: The source user may not read public.u.
                --   -> GRANT pg_read_all_data TO "mover"; on the source.
                GRANT SELECT ON public.u TO "mover";
                """.replace("PGC1506", FindingCode.PREPARED_TRANSACTIONS.code()));
        assertThat(scripts.get(Place.TARGET))
                .contains("SET default_transaction_read_only = off;\n-- error PGC1301")
                .endsWith("ALTER ROLE \"mover\" CREATEDB;\n");
        assertThat(scripts.get(Place.AZURE))
                .startsWith("#!/bin/sh\n# Remedies in Azure.\n")
                .doesNotContain("PGC");
    }

    @Test
    void a_command_that_several_findings_ask_for_stands_once() {
        var script = FixScripts.of(SampleStatuses.validated(
                        SampleFindings.notAllowed("hstore"), SampleFindings.notAllowed("citext")))
                .get(Place.AZURE);

        assertThat(script)
                .containsOnlyOnce("\naz set --value HSTORE,CITEXT\n")
                .contains("# error 603108, extension hstore", "# error 603108, extension citext");
    }

    @Test
    void what_psql_cannot_run_stands_last_as_comments_and_hides_no_statement() {
        var script = FixScripts.of(SampleStatuses.validated(
                        SampleFindings.unreadable("odd\nDROP DATABASE shop;", "public.\"t\nu\""),
                        SampleFindings.unreadable("stock", "public.u")))
                .get(Place.SOURCE);

        assertThat(script)
                .doesNotContain("\\quit")
                .containsSubsequence(
                        "\nGRANT SELECT ON public.u TO \"mover\";\n",
                        "\n-- psql cannot name a database whose name has a line break.",
                        "\n-- GRANT SELECT ON public.\"t\n-- u\" TO \"mover\";\n");
        assertThat(script.lines())
                .filteredOn(line -> line.startsWith("\\connect"))
                .hasSize(1);
        assertThat(script.lines()).noneMatch(line -> line.startsWith("DROP") || line.startsWith("u\""));
    }

    @Test
    void a_name_never_leaves_its_comment() {
        var hostile = Finding.error(
                "readable-tables",
                FindingCode.UNREADABLE_TABLES,
                "x\nDROP DATABASE shop; --",
                "It\r\\! reboot\u2028 may not be read.",
                "Read\nDROP TABLE t;");

        FixScripts.of(SampleStatuses.validated(hostile, SampleFindings.notAllowed("x\nreboot")))
                .values()
                .forEach(script -> assertThat(script.lines())
                        .noneMatch(line -> line.startsWith("DROP") || line.startsWith("\\!") || line.equals("reboot")));
    }

    @ParameterizedTest
    @CsvSource({
        "connect-source,            source server old:5432, Start it.,       SOURCE",
        "connect-target,            target server new:5432, Start it.,       TARGET",
        "owner-roles,               role x,                 Create it.,      TARGET",
        "target-storage,            Azure server flex in g, Make it larger., AZURE",
        "connection-budget,         target server new:5432, End some.,       TARGET",
        "connection-budget,         source server old:5432, End some.,       SOURCE",
        "prepared-transactions,     shop,                   Commit them.,    SOURCE",
    })
    void a_remedy_without_statements_is_a_comment_for_the_server_that_it_is_about(
            String check, String object, String remedy, Place place) {
        var finding = Finding.warning(check, FindingCode.FEW_CONNECTIONS, object, "Few are left.", remedy);

        FixScripts.of(SampleStatuses.validated(finding))
                .forEach((where, script) -> assertThat(script.contains("-> " + remedy))
                        .as("%s", where)
                        .isEqualTo(where == place));
    }

    @Test
    void the_files_are_their_owners_and_all_three_are_written() throws IOException {
        var files = FixScriptFiles.at(folder);
        Files.writeString(folder.resolve("azure.sh"), "old");

        var said = files.write(FixScripts.of(SampleStatuses.validated(SampleFindings.NO_CREATEDB)));

        assertThat(said).hasSize(3).contains("the remedies for the target are in " + folder.resolve("target.sql"));
        for (var name : new String[] {"source.sql", "target.sql", "azure.sh"}) {
            var file = folder.resolve(name);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(file).content().isNotEqualTo("old").endsWith("\n");
        }
    }

    @Test
    void a_file_of_somebody_else_is_never_replaced_and_an_older_script_is() throws IOException {
        var files = FixScriptFiles.at(folder);
        files.write(FixScripts.of(SampleStatuses.validated(SampleFindings.NO_CREATEDB)));
        files.requireWritable("--fix-script");
        Files.writeString(folder.resolve("azure.sh"), "");
        files.requireWritable("--fix-script");

        Files.writeString(folder.resolve("azure.sh"), "az vm list\n");

        Assertions.assertThatThrownBy(() -> files.requireWritable("--fix-script"))
                .isInstanceOf(CommandException.class)
                .hasMessage(
                        "--fix-script: %s exists and is no script of remedies; move it away, or name another place",
                        folder.resolve("azure.sh"));
    }

    @Test
    void checks_that_did_not_end_replace_no_scripts() throws IOException {
        var files = FixScriptFiles.at(folder);
        files.write(FixScripts.of(SampleStatuses.validated(SampleFindings.NO_CREATEDB)));
        var said = new ArrayList<String>();

        new ValidationEnd(Optional.empty(), Optional.of(files)).keep(SampleStatuses.canceled(), said::add);

        assertThat(said).containsExactly("the checks did not end, so that no scripts of remedies were written");
        assertThat(folder.resolve("target.sql")).content().contains("CREATEDB");
    }

    @Test
    void a_name_that_is_no_folder_is_the_begin_of_three_names() {
        assertThat(FixScriptFiles.at(folder.resolve("fix.sql")))
                .isEqualTo(new FixScriptFiles(
                        folder.resolve("fix-source.sql"),
                        folder.resolve("fix-target.sql"),
                        folder.resolve("fix-azure.sh")));
        Assertions.assertThatThrownBy(
                        () -> FixScriptFiles.at(folder.resolve("none/fix")).requireWritable("--fix-script"))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("--fix-script");
        assertThat(Map.copyOf(FixScripts.of(SampleStatuses.validated()))).hasSize(3);
    }
}
