package dev.pgconvoy.worker.rate;

import dev.pgconvoy.event.CopyTask;
import dev.pgconvoy.event.RateClaim;
import dev.pgconvoy.migration.rate.RateBounds;
import dev.pgconvoy.migration.rate.RateScope;
import dev.pgconvoy.text.LogLimit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/// The limits that this process shares with others. A thread of its own sends the claims: in the order in which they
/// were made, and nobody who copies or listens waits for the brokers.
public final class SharedRates implements ClaimListener, RateGates, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(SharedRates.class);
    private static final long MILLIS_WHEN_COPYING = 20;
    private static final long MILLIS_ELSE = 1_000;
    private static final long MILLIS_TO_END = 2_000;

    private final LogLimit logLimit = new LogLimit();
    private final String own;
    private final Consumer<RateClaim> sender;
    private final LongSupplier nanos;
    private final Map<RateScope, ScopeRate> scopes = new HashMap<>();
    private final Map<RateScope, Long> set = new HashMap<>();
    private final Map<RateScope, Long> regulated = new HashMap<>();
    private final Map<Integer, Long> offsets = new HashMap<>();
    private final Thread thread;
    private long hearingSince;
    private long number;
    private boolean isClosed;

    /// @param worker for people
    /// @param sender sends it, after those before
    public SharedRates(String worker, Consumer<RateClaim> sender) {
        this(worker, sender, sinceNow());
    }

    private static LongSupplier sinceNow() {
        var begin = System.nanoTime();
        return () -> System.nanoTime() - begin;
    }

    SharedRates(String worker, Consumer<RateClaim> sender, LongSupplier nanos) {
        this.own = "%s/%016x".formatted(worker, ThreadLocalRandom.current().nextLong());
        this.sender = sender;
        this.nanos = nanos;
        this.hearingSince = nanos.getAsLong();
        this.thread = Thread.ofPlatform().daemon().name("shared-rates").start(this::run);
    }

    /// From now on no claim is missed.
    public synchronized void hearing() {
        missedSome();
    }

    /// Each limit holds by itself, so the smallest share decides.
    @Override
    public RateGate gate(CopyTask task) {
        return new Gate(Stream.of(
                        Stream.of(
                                new Part(RateScope.ofSource(task.source().host()), fromSource(task)),
                                new Part(RateScope.ofTarget(task.target().host()), task.maxBytesPerSecondToTarget())),
                        task.fleet().stream()
                                .map(fleet -> new Part(RateScope.ofFleet(fleet.name()), fleet.maxBytesPerSecond())))
                .flatMap(parts -> parts)
                .toList());
    }

    /// Copies that are to be gentle claim a share also while their source bears all: so each worker
    /// knows of all of them.
    private static Optional<Long> fromSource(CopyTask task) {
        return task.maxBytesPerSecond().or(() -> task.gentle().map(_ -> RateBounds.MOST_BYTES_PER_SECOND));
    }

    /// Holds for later copies, too, until something else is said.
    ///
    /// @param bytesPerSecond what the source bears at most just now; empty when it bears all
    synchronized void regulate(RateScope scope, Optional<Long> bytesPerSecond) {
        bytesPerSecond.ifPresentOrElse(rate -> regulated.put(scope, rate), () -> regulated.remove(scope));
        var known = scopes.get(scope);
        if (known != null) {
            known.regulate(bytesPerSecond);
            notifyAll();
        }
    }

    /// Measures from now on anew.
    ///
    /// @return bytes per second of all workers since the last measurement, about
    synchronized long measureAnew(RateScope scope) {
        return scope(scope).measureAnew(nanos.getAsLong());
    }

    /// What somebody has set while copies run takes the place of what the requests say.
    ///
    /// @param bytesPerSecond empty when the requests count again
    public synchronized void set(RateScope scope, Optional<Long> bytesPerSecond) {
        bytesPerSecond.ifPresentOrElse(rate -> set.put(scope, rate), () -> set.remove(scope));
        var known = scopes.get(scope);
        if (known != null) {
            known.set(bytesPerSecond, nanos.getAsLong());
            notifyAll();
        }
    }

    /// A partition of claims whose offsets leave something out, or go back, has lost some.
    @Override
    public synchronized void hear(RateClaim claim, int partition, long offset) {
        skip(partition, offset);
        scope(claim.limited()).hear(claim, nanos.getAsLong());
        notifyAll();
    }

    @Override
    public synchronized void skip(int partition, long offset) {
        var before = offsets.put(partition, offset);
        if (before != null && before + 1 != offset) {
            missedSome();
        }
    }

    private void missedSome() {
        hearingSince = nanos.getAsLong();
        scopes.values().forEach(scope -> scope.missedSome(hearingSince));
    }

    private ScopeRate scope(RateScope scope) {
        return scopes.computeIfAbsent(
                scope,
                _ -> new ScopeRate(
                        new RateShares(scope, own, hearingSince),
                        Optional.ofNullable(set.get(scope)),
                        Optional.ofNullable(regulated.get(scope)),
                        nanos));
    }

    private synchronized List<Turnstile> enter(List<Part> parts) {
        var entered = new ArrayList<Turnstile>();
        for (var part : parts) {
            var rate = scope(part.scope());
            rate.enter(part.limit());
            entered.add(new Turnstile(rate, part.limit()));
        }
        notifyAll();
        return entered;
    }

    private synchronized void leave(List<Turnstile> entered) {
        entered.forEach(turnstile -> turnstile.rate().leave(turnstile.limit(), nanos.getAsLong()));
    }

    private void run() {
        try {
            while (true) {
                sendDue();
                synchronized (this) {
                    if (isClosed) {
                        break;
                    }
                    wait(scopes.values().stream().anyMatch(ScopeRate::isActive) ? MILLIS_WHEN_COPYING : MILLIS_ELSE);
                }
            }
            send(released());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// A fault of ours in one round is no reason to end all that are to come: copies wait for claims.
    private void sendDue() {
        try {
            send(due());
        } catch (RuntimeException e) {
            logLimit.write(
                    "rounds",
                    "Limits are not claimed; the copies that they hold may wait: %s: %s"
                            .formatted(e.getClass().getSimpleName(), e.getMessage()),
                    LOG::error);
        }
    }

    /// A claim that is not sent is missed by nobody: the next one comes soon.
    private void send(List<RateClaim> claims) {
        try {
            claims.forEach(sender);
        } catch (RuntimeException e) {
            logLimit.write(
                    "claims",
                    "A claim within a limit was not sent; the copies that it holds may wait: %s: %s"
                            .formatted(e.getClass().getSimpleName(), e.getMessage()),
                    LOG::warn);
        }
    }

    private synchronized List<RateClaim> due() {
        var now = nanos.getAsLong();
        var claims = new ArrayList<RateClaim>();
        scopes.values().forEach(scope -> scope.due(() -> ++number, now).ifPresent(claims::add));
        scopes.values().removeIf(scope -> scope.isUnused(now));
        return claims;
    }

    private synchronized List<RateClaim> released() {
        return scopes.values().stream()
                .filter(ScopeRate::isActive)
                .map(scope -> scope.release(++number, nanos.getAsLong()))
                .toList();
    }

    /// Gives the shares of this process back. Copies that still run wait from then on.
    @Override
    public void close() {
        synchronized (this) {
            isClosed = true;
            notifyAll();
        }
        try {
            thread.join(MILLIS_TO_END);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// @param limit of the copy's request
    private record Part(RateScope scope, Optional<Long> limit) {}

    /// @param limit of the copy's request
    private record Turnstile(ScopeRate rate, Optional<Long> limit) {

        boolean isHeld() {
            return rate.holds(limit);
        }
    }

    private final class Gate implements RateGate {

        private final List<Part> parts;
        private List<Turnstile> entered = List.of();

        private Gate(List<Part> parts) {
            this.parts = parts;
        }

        @Override
        public void enter() {
            entered = SharedRates.this.enter(parts);
        }

        /// Ordered everywhere before it waits, so that the waits do not add up.
        @Override
        public void pass(long bytes) {
            var turns = new double[entered.size()];
            for (var index = 0; index < turns.length; index++) {
                var turnstile = entered.get(index);
                turnstile.rate().passed(bytes);
                turns[index] = turnstile.isHeld() ? turnstile.rate().bucket().order(bytes) : Double.NEGATIVE_INFINITY;
            }
            for (var index = 0; index < turns.length; index++) {
                var turnstile = entered.get(index);
                if (turns[index] != Double.NEGATIVE_INFINITY) {
                    turnstile.rate().bucket().awaitTurn(turns[index], turnstile::isHeld);
                }
            }
        }

        @Override
        public void leave() {
            SharedRates.this.leave(entered);
            entered = List.of();
        }
    }
}
