package dev.pgconvoy.preflight.infrastructure;

import static dev.pgconvoy.preflight.PreflightRequests.aRequest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.postgres.FreshPostgres;
import dev.pgconvoy.postgres.PgTools;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.postgres.ServerVersion;
import dev.pgconvoy.preflight.application.ExamineServers;
import dev.pgconvoy.preflight.application.ExamineTarget;
import dev.pgconvoy.secret.SecretResolver;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Several servers at one port of several addresses, as one name may stand for them.
@Timeout(120)
class SeveralServersIT {

    private static final String FIRST = "127.0.0.1";
    private static final String FIRST_AGAIN = "127.0.0.2";
    private static final String OTHER = "127.0.0.3";
    private static final String COPY_OF_FIRST = "127.0.0.4";
    private static final String NOBODY = "127.0.0.5";

    @TempDir
    static Path folder;

    private static EmbeddedPostgres first;
    private static EmbeddedPostgres other;
    private static EmbeddedPostgres copy;
    private static EmbeddedPostgres target;

    @BeforeAll
    static void start() throws IOException {
        first = at("first", 0, FIRST + "," + FIRST_AGAIN);
        other = at("other", first.getPort(), OTHER);
        copy = at("copy", first.getPort(), COPY_OF_FIRST); // of the same initdb
        target = at("target", 0, FIRST);
    }

    /// @param port 0 for one that is free
    private static EmbeddedPostgres at(String name, int port, String addresses) throws IOException {
        var builder = FreshPostgres.in(folder.resolve(name))
                .setServerConfig("listen_addresses", addresses)
                .setServerConfig("unix_socket_directories", "");
        if (port != 0) {
            builder.setPort(port);
        }
        return builder.start();
    }

    @AfterAll
    static void stop() throws IOException {
        for (var server : List.of(first, other, copy, target)) {
            server.close();
        }
    }

    @Test
    void a_name_for_two_servers_is_told_with_the_address_of_the_other_one() {
        assertThat(found(FIRST, OTHER)).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("PGC1014");
            assertThat(finding.object()).isEqualTo("source server localhost:" + first.getPort());
            assertThat(finding.message())
                    .contains("at 127.0.0.3 answers another one")
                    .doesNotContain(FIRST);
        });
    }

    @Test
    void so_is_one_for_a_server_and_its_physical_copy() {
        assertThat(found(FIRST, FIRST_AGAIN, COPY_OF_FIRST))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("at 127.0.0.4 answers a physical copy"));
    }

    @Test
    void one_server_with_several_addresses_is_no_finding() {
        assertThat(found(FIRST, FIRST_AGAIN)).isEmpty();
    }

    @Test
    void an_address_at_which_nobody_lets_us_in_is_no_finding_either() {
        assertThat(found(FIRST, NOBODY)).isEmpty();
        assertThat(found(FIRST)).isEmpty();
    }

    private static List<Finding> found(String... addresses) {
        var access = new JdbcAccess(
                new ServerConnector(new SecretResolver(Optional.empty()), Duration.ofSeconds(60)),
                Duration.ofSeconds(60),
                host -> host.equals("localhost")
                        ? Stream.of(addresses).map(InetAddress::ofLiteral).toList()
                        : List.of(InetAddress.ofLiteral(host)));
        var examine = new ExamineServers(
                access,
                () -> new PgTools(Path.of("/opt/pg"), new ServerVersion(150_018)),
                new ExamineTarget(Optional.empty()));
        var request = aRequest()
                .from(endpoint("localhost", first))
                .to(endpoint(FIRST, target))
                .build();
        return examine.examine(request).findings().stream()
                .filter(finding -> finding.check().equals("several-servers"))
                .toList();
    }

    private static ServerEndpoint endpoint(String host, EmbeddedPostgres server) {
        return new ServerEndpoint(host, server.getPort(), "postgres", Optional.empty(), SslMode.PREFER, "postgres");
    }
}
