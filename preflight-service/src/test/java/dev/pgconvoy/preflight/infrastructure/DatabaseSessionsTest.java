package dev.pgconvoy.preflight.infrastructure;

import static dev.pgconvoy.preflight.PreflightRequests.aRequest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.preflight.model.ExaminedSide;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class DatabaseSessionsTest {

    private final List<String> opened = new CopyOnWriteArrayList<>();
    private final List<String> open = new CopyOnWriteArrayList<>();
    private final AtomicBoolean refusing = new AtomicBoolean();
    private final DatabaseSessions sessions = new DatabaseSessions(this::open);

    @Test
    void a_session_that_was_given_back_is_lent_again() throws Exception {
        sessions.take("orders").close();
        sessions.take("orders").close();

        assertThat(opened).containsExactly("orders");
        assertThat(open).containsExactly("orders");
    }

    @Test
    void an_idle_session_makes_room_for_another_database() throws Exception {
        sessions.take("orders").close();
        sessions.take("stock").close();
        sessions.take("billing").close();
        sessions.take("archive").close();

        assertThat(open).containsExactly("stock", "billing", "archive");
    }

    @Test
    void a_session_that_somebody_waits_for_makes_no_room() throws Exception {
        var first = sessions.take("orders");
        var second = sessions.take("stock");
        var third = sessions.take("billing");
        var waiting = CompletableFuture.supplyAsync(() -> taken("orders"));
        var elsewhere = CompletableFuture.supplyAsync(() -> taken("archive"));
        await().during(Duration.ofMillis(200)).until(() -> !waiting.isDone() && !elsewhere.isDone());

        first.close();
        await().untilAsserted(() -> assertThat(waiting).isCompletedWithValue(first));
        assertThat(elsewhere).isNotDone();

        second.close();
        await().untilAsserted(() -> assertThat(elsewhere).isDone());
        assertThat(open).containsExactly("orders", "billing", "archive");
        assertThat(third).isNotNull();
    }

    @Test
    void who_wants_one_more_waits_until_one_is_given_back() throws Exception {
        var first = sessions.take("orders");
        for (var more = 1; more < DatabaseSessions.MOST; more++) {
            sessions.take("orders");
        }

        var waiting = CompletableFuture.supplyAsync(() -> taken("orders"));

        assertThat(waiting).isNotDone();
        first.close();
        await().untilAsserted(() -> assertThat(waiting).isCompletedWithValue(first));
        assertThat(open).hasSize(DatabaseSessions.MOST).containsOnly("orders");
    }

    @Test
    void a_refused_login_takes_no_place() throws Exception {
        refusing.set(true);
        for (var attempt = 0; attempt < 2 * DatabaseSessions.MOST; attempt++) {
            assertThatExceptionOfType(SQLException.class).isThrownBy(() -> sessions.take("orders"));
        }
        refusing.set(false);

        assertThat(sessions.take("orders")).isNotNull();
    }

    @Test
    void a_broken_session_is_not_lent_again() throws Exception {
        var broken = sessions.take("orders");
        open.remove("orders");
        broken.close();

        sessions.take("orders");

        assertThat(opened).containsExactly("orders", "orders");
    }

    @Test
    void closing_ends_what_is_idle() throws Exception {
        sessions.take("orders").close();

        sessions.close();

        assertThat(open).isEmpty();
    }

    @Test
    void what_is_given_back_after_closing_is_ended() throws Exception {
        var lent = sessions.take("orders");
        sessions.close();

        lent.close();

        assertThat(open).isEmpty();
    }

    private JdbcSession taken(String database) {
        try {
            return sessions.take(database);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private JdbcSession open(String database, DatabaseSessions owner) throws SQLException {
        if (refusing.get()) {
            throw new SQLException("no", "28000");
        }
        opened.add(database);
        open.add(database);
        return new JdbcSession(
                owner, new Unnamed(), aRequest().build(), ExaminedSide.SOURCE, database, connection(database), false);
    }

    private static final class Unnamed implements JdbcSession.AddressedServer {

        @Override
        public List<InetAddress> addresses() {
            return List.of();
        }

        @Override
        public JdbcSession at(InetAddress address) throws SQLException {
            throw new SQLException("no", "08001");
        }
    }

    private Connection connection(String database) {
        return (Connection) Proxy.newProxyInstance(
                DatabaseSessionsTest.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (_, method, _) -> switch (method.getName()) {
                    case "isClosed" -> !open.contains(database);
                    case "close" -> {
                        open.remove(database);
                        yield null;
                    }
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
