package dev.pgconvoy.preflight.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.postgres.ServerIdentity.Relation;
import dev.pgconvoy.postgres.ServerVersion;
import dev.pgconvoy.preflight.examination.ServerSession;
import dev.pgconvoy.preflight.model.ExaminedSide;
import java.net.InetAddress;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SeveralAddressesTest {

    private static final Duration PATIENCE = Duration.ofMillis(100);
    private static final Duration ROUND_TRIP = Duration.ofMillis(300);

    private final Set<String> open = ConcurrentHashMap.newKeySet();
    private final Set<String> interrupted = ConcurrentHashMap.newKeySet();

    /// All other checks use it, too.
    @Test
    void the_first_session_may_answer_late_and_is_not_interrupted() throws SQLException {
        var others = tried("127.0.0.1", "127.0.0.2");

        assertThat(others).extracting(SeveralServers.Other::address).containsExactly("127.0.0.1", "127.0.0.2");
        assertThat(interrupted).isEmpty();
        assertThat(open).isEmpty();
    }

    @Test
    void an_address_that_leads_nowhere_is_given_up() throws SQLException {
        var others = tried("127.0.0.9", "127.0.0.1");

        assertThat(others).extracting(SeveralServers.Other::address).containsExactly("127.0.0.1");
        assertThat(interrupted).containsExactly("127.0.0.9");
        assertThat(open).isEmpty();
    }

    private List<SeveralServers.Other> tried(String... addresses) throws SQLException {
        return new SeveralServers(PATIENCE)
                .atEach(Stream.of(addresses).map(InetAddress::ofLiteral).toList(), new SlowSession("first"));
    }

    /// On a server far away, which is another one at each of its addresses; at one of them nobody answers.
    private final class SlowSession implements ServerSession {

        private final String address;

        SlowSession(String address) {
            this.address = address;
        }

        private void sleep(Duration time, String who) {
            try {
                Thread.sleep(time);
            } catch (InterruptedException _) {
                interrupted.add(who);
            }
        }

        @Override
        @SuppressWarnings("unchecked")
        public <R> R ask(Question<R> question) {
            sleep(ROUND_TRIP, address);
            return (R) Relation.UNRELATED;
        }

        @Override
        public ServerSession at(InetAddress there) {
            var wanted = there.getHostAddress();
            if (wanted.endsWith(".9")) {
                sleep(Duration.ofMinutes(1), wanted);
            }
            open.add(wanted);
            return new SlowSession(wanted);
        }

        @Override
        public void close() {
            open.remove(address);
        }

        @Override
        public ExaminedSide side() {
            return ExaminedSide.SOURCE;
        }

        @Override
        public ServerEndpoint endpoint() {
            return new ServerEndpoint("db.example", 5432, "me", Optional.empty(), SslMode.PREFER, "postgres");
        }

        @Override
        public ServerVersion version() {
            return new ServerVersion(150_004);
        }

        @Override
        public <R> List<R> query(String sql, RowReader<R> reader, String... parameters) {
            return List.of();
        }

        @Override
        public ServerSession in(String database) {
            return this;
        }

        @Override
        public List<InetAddress> addresses() {
            return List.of();
        }
    }
}
