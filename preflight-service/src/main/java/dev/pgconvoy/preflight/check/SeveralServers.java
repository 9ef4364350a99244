package dev.pgconvoy.preflight.check;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.postgres.ServerIdentity;
import dev.pgconvoy.postgres.ServerIdentity.Relation;
import dev.pgconvoy.preflight.examination.Check;
import dev.pgconvoy.preflight.examination.DatabaseCheck;
import dev.pgconvoy.preflight.examination.Examination;
import dev.pgconvoy.preflight.examination.ServerSession;
import java.net.InetAddress;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/// A name must stand for one server: with several behind it a migration would read and write now here, now there. All
/// addresses of a name are tried; behind a single one, a second session. Whether two sessions are on one server a lock
/// tells that one takes and the other sees, which needs no right. Where nobody lets us in nothing is said: a server may
/// listen on one of its addresses only.
final class SeveralServers implements Check {

    private static final int MOST_ADDRESSES = 8;

    /// How long all addresses together may take to let us in: some lead nowhere.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Duration patience;

    SeveralServers() {
        this(PATIENCE);
    }

    SeveralServers(Duration patience) {
        this.patience = patience;
    }

    /// @param others what is at each address at which another server answers than at first
    record Row(String server, List<Other> others) {}

    /// @param address empty when it is the only one
    record Other(String address, Relation relation) {}

    @Override
    public String name() {
        return "several-servers";
    }

    @Override
    public boolean indispensable() {
        return true;
    }

    @Override
    public List<Finding> run(Examination examination) throws SQLException {
        var source = examination.source();
        var target = examination.target();
        // One in a database that is asked anyway costs no login.
        var database = DatabaseCheck.reachable(examination).stream()
                .findFirst()
                .orElse(source.endpoint().maintenanceDatabase());
        var findings = new ArrayList<Finding>();
        findings.addAll(assess(new Row(source.server(), others(source, database))));
        findings.addAll(
                assess(new Row(target.server(), others(target, target.endpoint().maintenanceDatabase()))));
        return findings;
    }

    /// @param database in which a second session is opened where there is one address
    private List<Other> others(ServerSession first, String database) throws SQLException {
        var addresses = first.addresses();
        if (addresses.size() > 1) {
            return atEach(addresses.stream().limit(MOST_ADDRESSES).toList(), first);
        }
        try (var second = first.in(database)) {
            return other("", second, first).stream().toList();
        }
    }

    /// The threads only open sessions. An interrupt closes the socket that a thread waits on, and the first session
    /// belongs to all checks.
    List<Other> atEach(List<InetAddress> addresses, ServerSession first) throws SQLException {
        var opening = new LinkedHashMap<InetAddress, CompletableFuture<ServerSession>>();
        addresses.forEach(address -> opening.put(address, new CompletableFuture<>()));
        try {
            var there = opened(opening, first);
            var others = new ArrayList<Other>();
            for (var one : there.entrySet()) {
                compared(one.getKey(), one.getValue(), first).ifPresent(others::add);
            }
            return others;
        } finally {
            opening.values().forEach(one -> {
                one.cancel(false);
                one.thenAccept(ServerSession::close);
            });
        }
    }

    private Map<InetAddress, ServerSession> opened(
            Map<InetAddress, CompletableFuture<ServerSession>> opening, ServerSession first) throws SQLException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var until = System.nanoTime() + patience.toNanos();
            opening.forEach((address, opened) -> threads.execute(() -> open(address, first, opened)));
            var there = new LinkedHashMap<InetAddress, ServerSession>();
            for (var one : opening.entrySet()) {
                await(one.getValue(), until - System.nanoTime()).ifPresent(session -> there.put(one.getKey(), session));
            }
            threads.shutdownNow();
            return there;
        }
    }

    /// What opens when nobody waits for it any more is closed.
    private static void open(InetAddress address, ServerSession first, CompletableFuture<ServerSession> opened) {
        try {
            var session = first.at(address);
            if (!opened.complete(session)) {
                session.close();
            }
        } catch (SQLException | RuntimeException e) {
            opened.completeExceptionally(e);
        }
    }

    private static Optional<ServerSession> await(CompletableFuture<ServerSession> opened, long nanos)
            throws SQLException {
        try {
            return Optional.of(opened.get(nanos, TimeUnit.NANOSECONDS));
        } catch (TimeoutException _) {
            opened.cancel(false);
            return Optional.empty();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLException || e.getCause() instanceof MigrationException) {
                return Optional.empty();
            }
            throw new IllegalStateException("an address could not be tried", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted while it tried the addresses of a server", e);
        }
    }

    private static Optional<Other> compared(InetAddress address, ServerSession there, ServerSession first) {
        try {
            return other(address.getHostAddress(), there, first);
        } catch (SQLException | MigrationException _) {
            return Optional.empty();
        }
    }

    private static Optional<Other> other(String address, ServerSession second, ServerSession first)
            throws SQLException {
        var relation = first.ask(atFirst -> second.ask(atSecond -> ServerIdentity.relation(atFirst, atSecond)));
        return relation == Relation.SAME ? Optional.empty() : Optional.of(new Other(address, relation));
    }

    List<Finding> assess(Row row) {
        if (row.others.isEmpty()) {
            return List.of();
        }
        var told = row.others.stream().flatMap(SeveralServers::told).toList();
        return List.of(
                Finding.error(
                        name(),
                        FindingCode.SEVERAL_SERVERS,
                        row.server,
                        "Its name stands for several servers: %s. A migration would read and write now here, now there."
                                .formatted(String.join(", ", told)),
                        "Name one server, by a name or an address that is its own (with sslMode verify-full its certificate must name that one)."));
    }

    private static Stream<String> told(Other other) {
        var what = switch (other.relation) {
            case PHYSICAL_COPY, SOURCE_IS_STANDBY -> "a physical copy (a standby, say) of the one that answered first";
            case UNRELATED, UNKNOWN, SAME -> "another one than the one that answered first";
        };
        return Stream.of(
                other.address.isEmpty()
                        ? "a second session reached " + what
                        : "at %s answers %s".formatted(other.address, what));
    }
}
