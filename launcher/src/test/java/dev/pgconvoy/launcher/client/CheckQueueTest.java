package dev.pgconvoy.launcher.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.fleet.FleetLimits;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationOptions;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.SslMode;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CheckQueueTest {

    private static final int MANY = 9;

    private static ServerCheck check(String name, String sourceHost) {
        return check(name, sourceHost, "target", Map.of());
    }

    private static ServerCheck check(String name, String sourceHost, String targetHost, Map<String, String> labels) {
        return new ServerCheck(
                new MigrationRequest(
                        new MigrationId("target", name),
                        endpoint(sourceHost),
                        endpoint(targetHost),
                        List.of(),
                        MigrationOptions.DEFAULTS),
                new TreeMap<>(labels));
    }

    private static ServerEndpoint endpoint(String host) {
        return new ServerEndpoint(host, 5432, "mover", Optional.empty(), SslMode.PREFER, "postgres");
    }

    private static FleetLimits limits(Optional<Integer> perSourceHost, Optional<Integer> perTarget) {
        return new FleetLimits(Optional.empty(), perSourceHost, perTarget, Collections.emptySortedMap());
    }

    @Test
    void so_many_begin_at_once_and_the_next_when_one_has_ended() {
        var a = check("a", "one");
        var b = check("b", "two");
        var c = check("c", "three");
        var queue = new CheckQueue(List.of(a, b, c), 2, FleetLimits.NONE);

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
        var queue = new CheckQueue(List.of(a, b, c), MANY, limits(Optional.of(1), Optional.empty()));

        assertThat(queue.next()).containsExactly(a, c);
        queue.end(a.id());
        assertThat(queue.next()).containsExactly(b);
    }

    @Test
    void a_target_host_has_no_more_than_its_share() {
        var a = check("a", "one", "new", Map.of());
        var b = check("b", "two", "NEW", Map.of());
        var c = check("c", "three", "other", Map.of());
        var queue = new CheckQueue(List.of(a, b, c), MANY, limits(Optional.empty(), Optional.of(1)));

        assertThat(queue.next()).containsExactly(a, c);
        queue.end(a.id());
        assertThat(queue.next()).containsExactly(b);
    }

    @Test
    void the_servers_with_one_value_of_a_label_have_no_more_than_their_share() {
        var a = check("a", "one", "x", Map.of("region", "west"));
        var b = check("b", "two", "y", Map.of("region", "west"));
        var c = check("c", "three", "z", Map.of("region", "east"));
        var d = check("d", "four", "t", Map.of());
        var e = check("e", "five", "u", Map.of());
        var perLabel = new FleetLimits(
                Optional.empty(), Optional.empty(), Optional.empty(), new TreeMap<>(Map.of("region", 1)));
        var queue = new CheckQueue(List.of(a, b, c, d, e), MANY, perLabel);

        assertThat(queue.next()).containsExactly(a, c, d, e);
        queue.end(a.id());
        assertThat(queue.next()).containsExactly(b);
    }
}
