package dev.pgconvoy.launcher.fleet.rehearsal;

import static dev.pgconvoy.fixture.Fleets.aServer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.fixture.Fleets;
import dev.pgconvoy.fixture.RequestFixture;
import dev.pgconvoy.fleet.Fleet;
import dev.pgconvoy.fleet.FleetRequests;
import dev.pgconvoy.fleet.FleetSpec;
import dev.pgconvoy.fleet.OnFailure;
import dev.pgconvoy.fleet.Wave;
import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.SslMode;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RehearsalRulesTest {

    private static final ServerEndpoint SCRATCH = server("scratch.example.org", 5432);

    private static ServerEndpoint server(String host, int port) {
        return new ServerEndpoint(host, port, "mover", Optional.empty(), SslMode.REQUIRE, "postgres");
    }

    private static Fleet fleet() {
        var plain = Fleets.aFleetOf(
                aServer("shop").build(), aServer("crm").build(), aServer("mail").build());
        var spec = plain.spec();
        return new Fleet(
                plain.metadata(),
                new FleetSpec(
                        spec.defaults(),
                        spec.servers(),
                        List.of(wave("pilot", "shop"), wave("rest")),
                        spec.limits(),
                        spec.windows(),
                        spec.gates()));
    }

    private static Wave wave(String name, String... servers) {
        return new Wave(
                name,
                List.of(servers),
                new TreeMap<>(),
                0,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                OnFailure.DEFAULTS);
    }

    private static MigrationRequest rehearsal() {
        return RehearsalRules.rehearsals(fleet(), "pilot", SCRATCH, 1)
                .getFirst()
                .request();
    }

    private static MigrationStatus running(RequestFixture request) {
        return Fixtures.asked(Fixtures.aStatus(), request.build());
    }

    @Test
    void every_server_of_the_wave_is_rehearsed_and_no_other_one() {
        assertThat(RehearsalRules.rehearsals(fleet(), "rest", SCRATCH, 7))
                .extracting(planned -> planned.request().id().toString())
                .containsExactly("scratch/weekend.crm.rehearsal-7", "scratch/weekend.mail.rehearsal-7");
        assertThat(RehearsalRules.rehearsals(fleet(), "pilot", SCRATCH, 7))
                .extracting(PlannedRehearsal::server)
                .containsExactly("shop");
    }

    @Test
    void a_wave_that_is_not_in_the_file_is_told_with_those_that_are() {
        assertThatThrownBy(() -> RehearsalRules.rehearsals(fleet(), "last", SCRATCH, 1))
                .isInstanceOf(CommandException.class)
                .hasMessageContainingAll("\"last\"", "pilot, rest");
    }

    @ParameterizedTest
    @CsvSource({
        "new-shop.example.org, is the target of the server shop",
        "NEW-crm.example.org,  is the target of the server crm",
        "old-mail.example.org, is the source of the server mail"
    })
    void a_server_of_the_file_is_no_place_for_a_rehearsal_whatever_its_wave(String host, String words) {
        assertThatThrownBy(() -> RehearsalRules.rehearsals(fleet(), "pilot", server(host, 5432), 1))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining(words);
    }

    @Test
    void another_server_of_the_same_host_is_one() {
        assertThat(RehearsalRules.rehearsals(fleet(), "pilot", server("new-shop.example.org", 5433), 1))
                .hasSize(1);
    }

    @Test
    void nothing_is_rehearsed_where_something_is_migrated_to() {
        var other = running(Fixtures.aRequest().to(SCRATCH));

        assertThat(RehearsalRules.obstacle(rehearsal(), List.of(other)))
                .hasValueSatisfying(
                        words -> assertThat(words).contains(other.id().toString(), "to its target"));
    }

    @Test
    void nothing_is_rehearsed_that_its_fleet_migrates_now() {
        var real = new FleetRequests(fleet()).migration(fleet().spec().servers().getFirst(), 1);

        assertThat(RehearsalRules.obstacle(rehearsal(), List.of(Fixtures.asked(Fixtures.aStatus(), real))))
                .hasValueSatisfying(words -> assertThat(words).contains("weekend.shop", "from its source"));
    }

    @Test
    void nothing_is_rehearsed_that_would_wait_in_a_queue() {
        var other = running(Fixtures.aRequest().id("scratch/move-the-wiki"));

        assertThat(RehearsalRules.obstacle(rehearsal(), List.of(other)))
                .hasValueSatisfying(words -> assertThat(words).contains("would wait"));
    }

    @Test
    void what_has_ended_what_only_checks_and_what_is_elsewhere_is_no_obstacle() {
        var ended = Fixtures.asked(
                Fixtures.aMigration().succeeded().status(),
                Fixtures.aRequest().to(SCRATCH).build());
        var checks = running(Fixtures.aRequest().to(SCRATCH).validateOnly());
        var elsewhere = running(Fixtures.aRequest());

        assertThat(RehearsalRules.obstacle(rehearsal(), List.of(ended, checks, elsewhere)))
                .isEmpty();
    }
}
