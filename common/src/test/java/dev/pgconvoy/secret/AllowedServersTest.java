package dev.pgconvoy.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllowedServersTest {

    @ParameterizedTest
    @CsvSource({
        "old.example.org,             old.example.org,  5432, mover, true",
        "OLD.example.org,             old.Example.org,  5432, mover, true",
        "old.example.org,             old.example.org,  5433, anybody, true",
        "old.example.org:5432,        old.example.org,  5433, mover, false",
        "*.example.org,               old.example.org,  5432, mover, true",
        "*.example.org,               example.org,      5432, mover, false",
        "*.example.org,               old.example.org.evil, 5432, mover, false",
        "old.example.org,             oldxexample.org,  5432, mover, false",
        "mover@old.example.org,       old.example.org,  5432, mover, true",
        "mover@old.example.org,       old.example.org,  5432, postgres, false",
        "mover-*@*,                   old.example.org,  5432, mover-7, true",
        "me@contoso.com@old:5432,     old,              5432, me@contoso.com, true",
        "me@contoso.com@old:5432,     old,              5432, me, false",
        "*,                           fd00::7,          5432, mover, true",
        "[fd00::*],                   fd00::7,          5432, mover, true",
        "[fd00::7]:5433,              fd00::7,          5432, mover, false",
        "10.0.0.*,                    10.0.0.7,         5432, mover, true",
        "10.0.0.*,                    10.0.1.7,         5432, mover, false",
    })
    void a_server_is_allowed_by_its_host_and_perhaps_its_port_and_user(
            String pattern, String host, int port, String user, boolean allowed) {
        var use = new PasswordUse("a/b", ServerSide.SOURCE, host, port, user);

        assertThat(ServerPattern.parse(pattern).matches(use)).isEqualTo(allowed);
        assertThat(ServerPattern.parse(ServerPattern.parse(pattern).toString()).matches(use))
                .isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            pgconvoy.allowed.sources  | https://old.example.org | pgconvoy.allowed.sources: 'https://old.example.org' is not [USER@]HOST[:PORT], perhaps with *
            pgconvoy.allowed.targets  | @old                    | pgconvoy.allowed.targets: '@old' is not [USER@]HOST[:PORT], perhaps with *
            pgconvoy.secrets.servers  | env:A                   | pgconvoy.secrets.servers: 'env:A' is not REFERENCE -> [USER@]HOST[:PORT]
            pgconvoy.secrets.servers  | env:A -> :5432          | pgconvoy.secrets.servers: ':5432' is not [USER@]HOST[:PORT], perhaps with *
            """)
    void a_setting_that_means_nothing_is_refused_by_its_name(String setting, String value, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(Map.of(setting, value)))
                .withMessage(message);
    }

    @Test
    void what_is_not_set_limits_nothing_and_what_is_empty_allows_nothing() {
        assertThat(read(Map.of())).isEqualTo(AllowedServers.ANY);
        assertThat(read(Map.of(
                        "pgconvoy.allowed.sources", "",
                        "pgconvoy.allowed.targets", " ",
                        "pgconvoy.secrets.servers", "")))
                .isEqualTo(AllowedServers.NONE);
    }

    @Test
    void what_is_handed_to_a_service_is_read_there_as_it_was_meant() {
        var source = new PasswordUse("", ServerSide.SOURCE, "fd00::7", 5433, "a, b@c");
        var target = new PasswordUse("", ServerSide.TARGET, "new.example.org", 5432, "mover");
        var file = SecretRef.parse("file:/home/me/a,b -> c");
        var meant = AllowedServers.exactly(Map.of(source, Optional.of(file), target, Optional.empty()));

        var read = read(AllowedReferences.DEFAULTS.within(meant).settings());

        assertThat(read).isEqualTo(meant);
        read.require(source);
        read.require(source, file);
        read.require(target);
    }

    @Test
    void servers_are_added_to_lists_that_are_set_only() {
        var own = AllowedServers.exactly(
                Map.of(new PasswordUse("", ServerSide.SOURCE, "127.0.0.1", 5433, "postgres"), Optional.empty()));

        assertThat(AllowedServers.ANY.and(own)).isEqualTo(AllowedServers.ANY);
        assertThat(AllowedServers.NONE.and(own)).isEqualTo(own);
        assertThat(read(Map.of("pgconvoy.allowed.sources", "old")).and(own).sources())
                .contains(List.of(ServerPattern.parse("old"), ServerPattern.parse("postgres@127.0.0.1:5433")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            127.0.0.1 | localhost:9092, 127.0.0.1:9093 | 0
            127.0.0.1 | [::1]:9092                     | 0
            127.0.0.1 | kafka:9092                     | 3
            0.0.0.0   | localhost:9092                 | 3
            127.0.0.1 | localhost:9092, kafka:9092     | 3
            """)
    void a_service_that_others_reach_warns_of_each_list_that_is_not_set(String http, String brokers, int warnings) {
        var settings = Map.of("quarkus.http.host", http, "kafka.bootstrap.servers", brokers);
        var addresses = AllowListWarnings.addresses(name -> Optional.ofNullable(settings.get(name)));

        assertThat(AllowListWarnings.of(AllowedServers.ANY, addresses)).hasSize(warnings);
        assertThat(AllowListWarnings.of(AllowedServers.NONE, addresses)).isEmpty();
    }

    @Test
    void a_warning_names_its_setting() {
        assertThat(AllowListWarnings.of(AllowedServers.ANY, List.of("kafka:9092")))
                .satisfiesExactly(
                        source -> assertThat(source).contains("PGCONVOY_ALLOWED_SOURCES"),
                        target -> assertThat(target).contains("PGCONVOY_ALLOWED_TARGETS"),
                        reference -> assertThat(reference).contains("PGCONVOY_SECRETS_SERVERS"));
    }

    private static AllowedServers read(Map<String, String> settings) {
        return ReferenceSettings.read(settings::get, Map.<String, String>of()::get)
                .servers();
    }
}
