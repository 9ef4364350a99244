package dev.pgconvoy.worker.waiting;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.secret.ServerSide;
import dev.pgconvoy.worker.waiting.LockWait.LockKey;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Looks again and again what the sessions of a migration wait for on both servers, and
/// tells of locks that somebody else has for longer than a few seconds, and when they are
/// free.
public final class LockWatch implements AutoCloseable {

    /// Those of the source wait for half a second each time: they let go of the locks that they have, and ask again.
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(400);
    /// A short migration needs no sessions for it.
    private static final Duration BEFORE_FIRST_LOOK = Duration.ofSeconds(2);

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /// Longer than pg_dump takes to start again and ask for the same lock.
    private static final Duration UNSEEN = Duration.ofSeconds(6);

    private static final int MOST_HOLDERS = 3;

    /// Whether a word has arrived is not known.
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(10);

    /// Of the word that nothing is waited for any more.
    private static final int REPETITIONS = 3;

    private final List<LockWaits> servers;
    private final Consumer<Optional<Finding>> told;
    private final Supplier<Instant> clock;
    private final Map<LockKey, SeenWait> seen = new HashMap<>();
    private final Map<LockKey, String> names = new HashMap<>();
    private final Thread thread;
    private Optional<Finding> last = Optional.empty();
    private long toldAtNanos = System.nanoTime();
    private int repetitions;

    private record SeenWait(LockWait latest, LockWaits server, Instant since, long firstNanos, long lastNanos) {

        private SeenWait again(LockWait now, long nanos) {
            return new SeenWait(now, server, since, firstNanos, nanos);
        }
    }

    private LockWatch(List<LockWaits> servers, Supplier<Instant> clock, Consumer<Optional<Finding>> told) {
        this.servers = servers;
        this.clock = clock;
        this.told = told;
        this.thread = Thread.ofVirtual().name("lock-watch").unstarted(this::watch);
    }

    /// @param sessionKey by which the sessions of the migration on the target are named
    /// @param told hears what is waited for, and empty when that is over
    public static LockWatch start(
            ServerConnector connector,
            MigrationRequest request,
            String sessionKey,
            Supplier<Instant> clock,
            Consumer<Optional<Finding>> told) {
        var watch = new LockWatch(
                List.of(
                        new LockWaits(connector, request, ServerSide.SOURCE, sessionKey),
                        new LockWaits(connector, request, ServerSide.TARGET, sessionKey)),
                clock,
                told);
        watch.thread.start();
        return watch;
    }

    private void watch() {
        try {
            Thread.sleep(BEFORE_FIRST_LOOK);
            while (!Thread.currentThread().isInterrupted()) {
                servers.forEach(this::look);
                forget();
                tell();
                Thread.sleep(BETWEEN_LOOKS);
            }
        } catch (InterruptedException _) {
            // nobody wants to know any more
        } finally {
            servers.forEach(LockWaits::close);
        }
    }

    private void look(LockWaits server) {
        for (var wait : server.look()) {
            var now = System.nanoTime();
            seen.compute(
                    wait.key(),
                    (_, before) -> before == null
                            ? new SeenWait(wait, server, clock.get().truncatedTo(ChronoUnit.SECONDS), now, now)
                            : before.again(wait, now));
        }
    }

    private void forget() {
        var now = System.nanoTime();
        seen.values().removeIf(wait -> now - wait.lastNanos > UNSEEN.toNanos());
        names.keySet().retainAll(seen.keySet());
    }

    /// The one that is waited for longest.
    private void tell() {
        var lasting = seen.values().stream()
                .filter(wait -> wait.lastNanos - wait.firstNanos >= PATIENCE.toNanos())
                .min(Comparator.comparingLong(SeenWait::firstNanos));
        var now = lasting.map(this::finding);
        if (!now.equals(last)) {
            repetitions = REPETITIONS;
        } else if (System.nanoTime() - toldAtNanos < AGAIN_AFTER.toNanos() || now.isEmpty() && repetitions == 0) {
            return;
        } else if (now.isEmpty()) {
            repetitions--;
        }
        last = now;
        toldAtNanos = System.nanoTime();
        told.accept(now);
    }

    private Finding finding(SeenWait seen) {
        var holders = seen.latest.holders().stream().limit(MOST_HOLDERS).toList();
        var more = seen.latest.holders().size() - holders.size();
        return Finding.warning(
                "lock",
                FindingCode.LOCK_WAITED_FOR,
                names.computeIfAbsent(seen.latest.key(), seen.server::named),
                "The work (%s) waits since %s for a lock on it (%s, %s), which is held or waited for by %s%s."
                        .formatted(
                                seen.latest.application(),
                                seen.since,
                                seen.latest.key().kind(),
                                seen.latest.mode(),
                                holders.stream().map(LockHolder::described).collect(Collectors.joining(", ")),
                                more == 0 ? "" : " and %d more".formatted(more)),
                "Wait until that transaction ends, or end it if you may: "
                        + holders.stream().map(LockHolder::remedy).collect(Collectors.joining(" "))
                        + " The work goes on by itself.");
    }

    /// What was told is not true any more, or somebody else tells what is.
    @Override
    public void close() {
        thread.interrupt();
        var interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (last.isPresent()) {
            told.accept(Optional.empty());
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
