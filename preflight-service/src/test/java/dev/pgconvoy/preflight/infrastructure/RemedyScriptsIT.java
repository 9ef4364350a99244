package dev.pgconvoy.preflight.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.RemedyScript;
import dev.pgconvoy.failure.RemedyScript.Place;
import dev.pgconvoy.migration.RightsOptions;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a finding offers to paste is run by a superuser, and the finding is gone.
class RemedyScriptsIT extends TwoServers {

    private static final String DATABASE = "od\"d";

    @Test
    void a_script_mends_what_its_finding_names() throws SQLException {
        // given
        source.run("CREATE ROLE \"Owner\"");
        target.run("CREATE ROLE \"Owner\"");
        target.run("ALTER ROLE mover NOCREATEDB");
        target.run("REVOKE CREATE ON DATABASE postgres FROM mover");
        target.run("ALTER ROLE ALL SET default_transaction_read_only = on");
        source.run("CREATE DATABASE \"od\"\"d\"");
        source.run("ALTER DATABASE \"od\"\"d\" SET zero_damaged_pages = on");
        source.runIn(DATABASE, """
                CREATE SCHEMA "Au""dit";
                CREATE TABLE "Au""dit"."lo g" (id serial);
                ALTER TABLE "Au""dit"."lo g" OWNER TO "Owner";
                CREATE TABLE public.hidden (id int);
                GRANT SELECT ON public.hidden TO mover;
                ALTER TABLE public.hidden ENABLE ROW LEVEL SECURITY;
                CREATE TABLE public.sold (id int) PARTITION BY RANGE (id);
                CREATE TABLE public."sold Jan" PARTITION OF public.sold FOR VALUES FROM (1) TO (9);
                GRANT SELECT ON public.sold, public."sold Jan" TO mover;
                UPDATE pg_inherits SET inhdetachpending = true WHERE inhrelid = 'public."sold Jan"'::regclass;
                CREATE EXTENSION citext SCHEMA pg_catalog;
                """);
        source.run("CREATE DATABASE closed ALLOW_CONNECTIONS false");
        source.run("CREATE DATABASE barred");
        source.run("REVOKE CONNECT ON DATABASE barred FROM PUBLIC");
        var before = found();
        var scripted =
                before.stream().filter(finding -> finding.script().isPresent()).toList();
        assertThat(scripted)
                .extracting(Finding::code)
                .contains(
                        "PGC1203", "PGC1003", "PGC1303", "PGC1502", "PGC1503", "PGC1513", "PGC1605", "603112",
                        "603407");

        // when
        for (var finding : scripted) {
            run(finding.script().orElseThrow());
        }

        // then
        assertThat(found()).doesNotContainAnyElementsOf(scripted);
    }

    @Test
    void a_user_who_moves_roles_is_given_what_it_needs() {
        var findings = examineServers
                .examine(between()
                        .of("orders")
                        .rights(new RightsOptions(true, false, false))
                        .build())
                .findings();

        assertThat(findings)
                .filteredOn(finding -> finding.code().equals("603116"))
                .singleElement()
                .extracting(Finding::script)
                .isEqualTo(Optional.of(
                        new RemedyScript(Place.TARGET, Optional.empty(), "ALTER ROLE \"mover\" CREATEROLE;")));
    }

    private List<Finding> found() {
        return examineServers
                .examine(between().of(DATABASE, "closed", "barred").build())
                .findings();
    }

    private static void run(RemedyScript script) throws SQLException {
        var server = script.place() == Place.SOURCE ? source : target;
        try (var connection = server.connect(script.database().orElse("postgres"));
                var statement = connection.createStatement()) {
            statement.execute("SET default_transaction_read_only = off");
            statement.execute(script.text());
        }
    }
}
