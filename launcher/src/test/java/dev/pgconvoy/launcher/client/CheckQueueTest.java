package dev.pgconvoy.launcher.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationOptions;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.SslMode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CheckQueueTest {

    private static MigrationRequest check(String name, String sourceHost) {
        return new MigrationRequest(
                new MigrationId("target", name),
                endpoint(sourceHost),
                endpoint("target"),
                List.of(),
                MigrationOptions.DEFAULTS);
    }

    private static ServerEndpoint endpoint(String host) {
        return new ServerEndpoint(host, 5432, "mover", Optional.empty(), SslMode.PREFER, "postgres");
    }

    @Test
    void so_many_begin_at_once_and_the_next_when_one_has_ended() {
        var a = check("a", "one");
        var b = check("b", "two");
        var c = check("c", "three");
        var queue = new CheckQueue(List.of(a, b, c), 2, 9);

        assertThat(queue.next()).containsExactly(a, b);
        assertThat(queue.next()).isEmpty();
        assertThat(queue.end(b.id())).isTrue();
        assertThat(queue.end(b.id())).isFalse();
        assertThat(queue.next()).containsExactly(c);
        assertThat(queue.isDone()).isFalse();
        queue.end(a.id());
        queue.end(c.id());
        assertThat(queue.isDone()).isTrue();
    }

    @Test
    void a_source_host_has_no_more_than_its_share() {
        var a = check("a", "one");
        var b = check("b", "ONE");
        var c = check("c", "two");
        var queue = new CheckQueue(List.of(a, b, c), 9, 1);

        assertThat(queue.next()).containsExactly(a, c);
        queue.end(a.id());
        assertThat(queue.next()).containsExactly(b);
    }
}
