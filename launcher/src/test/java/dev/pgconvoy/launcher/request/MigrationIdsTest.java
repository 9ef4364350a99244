package dev.pgconvoy.launcher.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgconvoy.launcher.exit.CommandException;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MigrationIdsTest {

    private static final Instant NOW = Instant.parse("2030-01-02T03:04:05Z");

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 5432, 127.0.0.1-5432",
        "My-Server.Example, 5433, my-server.example-5433",
        "::1, 5432, 1-5432",
        "fe80::1, 5432, fe80--1-5432"
    })
    void a_server_has_one_name_in_the_letters_of_ids(String host, int port, String name) {
        assertThat(MigrationIds.of(host, port, Optional.of("m"), NOW).targetServer())
                .isEqualTo(name);
    }

    @Test
    void a_long_host_keeps_its_port() {
        assertThat(MigrationIds.serverName("a".repeat(200), 5432)).hasSize(63).endsWith("a-5432");
    }

    @Test
    void the_name_is_the_time_in_UTC_unless_one_is_given() {
        assertThat(MigrationIds.of("h", 5432, Optional.empty(), NOW)).hasToString("h-5432/migration-20300102-030405");
        assertThat(MigrationIds.of("h", 5432, Optional.of("x"), NOW)).hasToString("h-5432/x");
        assertThatThrownBy(() -> MigrationIds.of("h", 5432, Optional.of("a/b"), NOW))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("--name");
    }
}
