package dev.pgconvoy.report;

import static dev.pgconvoy.fixture.Fixtures.aMigration;
import static dev.pgconvoy.fixture.Fixtures.aRequest;
import static dev.pgconvoy.fixture.Fixtures.asked;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.migration.AzureResource;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.SslMode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChecklistTest {

    private static MigrationStatus succeeded(MigrationRequest request) {
        return asked(aMigration().succeeded().status(), request);
    }

    private static ServerEndpoint server(String host) {
        return new ServerEndpoint(host, 5432, "it's me", Optional.empty(), SslMode.REQUIRE, "postgres");
    }

    private static List<String> lines(List<ChecklistStep> steps) {
        return steps.stream()
                .flatMap(step -> step.lines().stream())
                .map(ChecklistStep.Line::text)
                .toList();
    }

    @Test
    void a_server_in_azure_gets_the_steps_of_the_tutorial_in_their_order() {
        var steps = Checklist.of(succeeded(
                aRequest().to(server("orders-flex.postgres.database.azure.com")).build()));

        assertThat(steps)
                .extracting(ChecklistStep::title)
                .containsExactly(
                        "Verify that the target is an exact copy",
                        "Turn on high availability, if it is needed",
                        "Choose the size that the applications need",
                        "Point the applications to the target",
                        "Watch the target for some days");
        assertThat(lines(steps))
                .contains(
                        "GROUP=$(az postgres flexible-server list --query \"[?name=='orders-flex'].resourceGroup\" --output tsv)",
                        "az postgres flexible-server update --resource-group \"$GROUP\" --name orders-flex --high-availability ZoneRedundant",
                        "postgres://<user>@old.example.org:5432/shop?sslmode=require",
                        "postgres://<user>@orders-flex.postgres.database.azure.com:5432/shop?sslmode=verify-full&sslrootcert=system");
        assertThat(steps.getFirst().text()).contains("compared 10 of 10 tables by their content, with 0 differences");
    }

    @Test
    void who_has_named_the_place_in_azure_is_not_asked_for_it() {
        var azure = new AzureResource(
                Optional.of("1111-2222"), Optional.of("rg(eu)"), Optional.empty(), "OnPremises", Optional.empty());
        var steps = Checklist.of(succeeded(aRequest()
                .to(server("orders-flex.postgres.database.azure.com"))
                .azure(azure)
                .build()));

        assertThat(lines(steps))
                .contains(
                        "az postgres flexible-server update --subscription 1111-2222 --resource-group 'rg(eu)' --name orders-flex --high-availability ZoneRedundant")
                .noneMatch(line -> line.contains("$GROUP"));
    }

    @Test
    void another_server_gets_no_command_of_azure() {
        var steps =
                Checklist.of(succeeded(aRequest().to(server("db.example.org")).build()));

        assertThat(steps).hasSize(3);
        assertThat(lines(steps)).noneMatch(line -> line.startsWith("az ") || line.contains("$(az"));
    }

    @Test
    void what_came_from_outside_is_quoted_for_the_shell() {
        var steps = Checklist.of(succeeded(aRequest()
                .to(server("db.example.org"))
                .databases("a'b; $(id)", "shop\u202e")
                .build()));

        assertThat(lines(steps))
                .anyMatch(line -> line.contains(" --databases $'a\\'b; $(id),shop\\u202e'"))
                .anyMatch(line -> line.startsWith(
                        "psql 'postgres://it%27s%20me@db.example.org:5432/a%27b%3B%20%24%28id%29?sslmode=require' -c"))
                .noneMatch(line -> line.contains("\u202e"));
    }

    @Test
    void nothing_is_left_to_do_where_nothing_was_moved() {
        assertThat(Checklist.of(aMigration().failed().status())).isEmpty();
        assertThat(Checklist.of(Fixtures.aStatus())).isEmpty();
        assertThat(Checklist.of(succeeded(aRequest().validateOnly().build()))).isEmpty();
    }
}
