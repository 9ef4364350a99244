package dev.pgconvoy.launcher.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.postgres.TlsParameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceFilesTest {

    private static final String SHOP = """
            # the old one
            [shop]
            host=old.example.org
            port=6543
            user=mover
            password=hunter 2 = x
            dbname=shop

            [other]
            host=other.example.org
            """;

    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();

    private Map<String, String> completed(Map<String, String> parameters) {
        return new ServiceFiles(environment::get).completed(parameters);
    }

    private void file(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    @Test
    void the_users_file_is_looked_into_before_the_machines() throws IOException {
        environment.put("HOME", folder.toString());
        environment.put("PGSYSCONFDIR", folder.toString());
        file(".pg_service.conf", SHOP);
        file("pg_service.conf", "[shop]\nhost=wrong\n[machines]\nhost=third.example.org\n");

        assertThat(completed(Map.of("service", "shop"))).containsEntry("host", "old.example.org");
        assertThat(completed(Map.of("service", "machines"))).containsEntry("host", "third.example.org");
    }

    @Test
    void what_stands_beside_the_service_counts_more() throws IOException {
        environment.put("PGSERVICEFILE", folder.resolve("mine").toString());
        file("mine", SHOP);

        assertThat(completed(Map.of("service", "shop", "dbname", "second")))
                .containsEntry("dbname", "second")
                .containsEntry("port", "6543")
                .containsEntry("password", "hunter 2 = x")
                .doesNotContainKey("service");
    }

    @Test
    void a_service_in_a_uri_and_in_pairs_is_a_server() throws IOException {
        environment.put("PGSERVICEFILE", folder.resolve("mine").toString());
        file("mine", SHOP);

        for (var text : new String[] {"service=shop", "postgres:///?service=shop", "postgresql://?service=shop"}) {
            var wish = ServerWish.of(
                    CommandSide.SOURCE, text, Optional.empty(), Optional.empty(), TlsParameters.NONE, environment::get);

            assertThat(wish.uri().host()).isEqualTo("old.example.org");
            assertThat(wish.uri().user()).contains("mover");
            assertThat(wish.uri().password()).isPresent();
        }
    }

    @Test
    void what_is_wrong_with_a_file_is_told_without_its_content() throws IOException {
        environment.put("PGSERVICEFILE", folder.resolve("mine").toString());
        file("mine", "[a]\nhunter2\n[b]\nservice=a\n[c]\nhunter2=1\n[d]\noptions=hunter2\n");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> completed(Map.of("service", "a")))
                .withMessage("the service file %s has a line that is not name=value", folder.resolve("mine"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> completed(Map.of("service", "b")))
                .withMessageContaining("names another service");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> completed(Map.of("service", "none")))
                .withMessageContainingAll(
                        "in none of the service files", folder.resolve("mine").toString());
        for (var service : new String[] {"c", "d"}) {
            assertThatThrownBy(() -> ServerWish.of(
                            CommandSide.TARGET,
                            "service=" + service,
                            Optional.empty(),
                            Optional.empty(),
                            TlsParameters.NONE,
                            environment::get))
                    .isInstanceOf(CommandException.class)
                    .hasMessageStartingWith("--target: ")
                    .hasMessageNotContaining("hunter2");
        }
    }
}
