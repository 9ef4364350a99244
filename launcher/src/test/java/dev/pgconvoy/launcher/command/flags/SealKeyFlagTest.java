package dev.pgconvoy.launcher.command.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgconvoy.launcher.command.session.CommandSession;
import dev.pgconvoy.launcher.embedded.LocalInstallation;
import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.launcher.stack.folder.StackFolder;
import dev.pgconvoy.secret.SealKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The key of the installation that `up` runs.
class SealKeyFlagTest {

    @TempDir
    Path home;

    private final Map<String, String> environment = new HashMap<>();
    private final KafkaFlags kafka = new KafkaFlags();
    private final SealKeyFlag flag = new SealKeyFlag();

    @BeforeEach
    void up() throws IOException {
        environment.put("XDG_DATA_HOME", home.toString());
        upIn(home.resolve("pgconvoy"));
    }

    private static void upIn(Path data) throws IOException {
        Files.createDirectories(data.resolve("keys"));
        SealKey.create(LocalInstallation.sealKeyFileIn(data));
        Files.writeString(StackFolder.clientFileIn(data), "bootstrap.servers=127.0.0.1:9092\n");
    }

    private SealKey key() {
        return flag.key(
                new CommandSession(environment::get, InstantSource.system(), System.out, System.err, false), kafka);
    }

    @Test
    void it_is_found_where_its_broker_is_meant() {
        assertThat(key()).isNotNull();

        kafka.bootstrapServers = Optional.of("localhost:9092");
        assertThat(key()).isNotNull();
    }

    @Test
    void it_is_found_beside_the_file_that_says_how_to_log_in() throws IOException {
        var other = home.resolve("other");
        upIn(other);
        kafka.commandConfig = Optional.of(StackFolder.clientFileIn(other));

        assertThat(key()).isNotNull();
    }

    @Test
    void it_is_not_taken_for_another_broker() throws IOException {
        kafka.bootstrapServers = Optional.of("broker.example.org:9092");
        assertThatThrownBy(this::key).isInstanceOf(CommandException.class).hasMessageContaining("--seal-key-file");

        kafka.bootstrapServers = Optional.empty();
        kafka.commandConfig = Optional.of(Files.writeString(home.resolve("mine"), "bootstrap.servers=h:1\n"));
        assertThatThrownBy(this::key).isInstanceOf(CommandException.class).hasMessageContaining("--seal-key-file");
    }

    @Test
    void the_one_that_is_named_counts_first() {
        environment.put("PGCONVOY_SEAL_KEY_FILE", home.resolve("none").toString());

        assertThatThrownBy(this::key).isInstanceOf(CommandException.class).hasMessageContaining("none");
    }
}
