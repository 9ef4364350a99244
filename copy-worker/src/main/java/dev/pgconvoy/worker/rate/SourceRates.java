package dev.pgconvoy.worker.rate;

import dev.pgconvoy.event.CopyTask;
import dev.pgconvoy.event.RateClaim;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.text.LogLimit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The limited sources of this process. A thread of its own sends the claims: in the order in which they were made,
/// and nobody who copies or listens waits for the brokers.
public final class SourceRates implements ClaimListener, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(SourceRates.class);
    private static final long MILLIS_WHEN_READING = 20;
    private static final long MILLIS_ELSE = 1_000;
    private static final long MILLIS_TO_END = 2_000;

    private final LogLimit logLimit = new LogLimit();
    private final String own;
    private final Consumer<RateClaim> sender;
    private final LongSupplier nanos;
    private final Map<String, SourceRate> sources = new HashMap<>();
    private final Map<Integer, Long> offsets = new HashMap<>();
    private final Thread thread;
    private long hearingSince;
    private long number;
    private boolean isClosed;

    /// @param worker for people
    /// @param sender sends it, after those before
    public SourceRates(String worker, Consumer<RateClaim> sender) {
        this(worker, sender, sinceNow());
    }

    private static LongSupplier sinceNow() {
        var begin = System.nanoTime();
        return () -> System.nanoTime() - begin;
    }

    SourceRates(String worker, Consumer<RateClaim> sender, LongSupplier nanos) {
        this.own = "%s/%016x".formatted(worker, ThreadLocalRandom.current().nextLong());
        this.sender = sender;
        this.nanos = nanos;
        this.hearingSince = nanos.getAsLong();
        this.thread = Thread.ofPlatform().daemon().name("source-rates").start(this::run);
    }

    /// From now on no claim is missed.
    public synchronized void hearing() {
        missedSome();
    }

    /// For the copy of one task.
    public RateGate gate(CopyTask task) {
        return task.maxBytesPerSecond()
                .<RateGate>map(limit -> new Gate(hostOf(task.source()), limit))
                .orElse(RateGate.UNLIMITED);
    }

    /// As the limits of fleets count hosts.
    private static String hostOf(ServerEndpoint source) {
        return source.host().toLowerCase(Locale.ROOT);
    }

    /// A partition of claims whose offsets leave something out, or go back, has lost some.
    @Override
    public synchronized void hear(RateClaim claim, int partition, long offset) {
        skip(partition, offset);
        source(claim.sourceHost()).hear(claim, nanos.getAsLong());
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
        sources.values().forEach(source -> source.missedSome(hearingSince));
    }

    private SourceRate source(String host) {
        return sources.computeIfAbsent(host, _ -> new SourceRate(new RateShares(host, own, hearingSince), nanos));
    }

    private synchronized RateBucket enter(String host, long limit) {
        var source = source(host);
        source.enter(limit);
        notifyAll();
        return source.bucket();
    }

    private synchronized void leave(String host, long limit) {
        source(host).leave(limit, nanos.getAsLong());
    }

    private void run() {
        try {
            while (true) {
                send(due());
                synchronized (this) {
                    if (isClosed) {
                        break;
                    }
                    wait(sources.values().stream().anyMatch(SourceRate::isActive) ? MILLIS_WHEN_READING : MILLIS_ELSE);
                }
            }
            send(released());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// A claim that is not sent is missed by nobody: the next one comes soon.
    private void send(List<RateClaim> claims) {
        try {
            claims.forEach(sender);
        } catch (RuntimeException e) {
            logLimit.write(
                    "claims",
                    "A claim for a limited source was not sent; its copies may wait: %s: %s"
                            .formatted(e.getClass().getSimpleName(), e.getMessage()),
                    LOG::warn);
        }
    }

    private synchronized List<RateClaim> due() {
        var now = nanos.getAsLong();
        var claims = new ArrayList<RateClaim>();
        sources.values().forEach(source -> source.due(() -> ++number, now).ifPresent(claims::add));
        sources.values().removeIf(source -> !source.isActive() && !source.isShared(now));
        return claims;
    }

    private synchronized List<RateClaim> released() {
        return sources.values().stream()
                .filter(SourceRate::isActive)
                .map(source -> source.release(++number, nanos.getAsLong()))
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

    private final class Gate implements RateGate {

        private final String host;
        private final long limit;
        private @Nullable RateBucket bucket;

        private Gate(String host, long limit) {
            this.host = host;
            this.limit = limit;
        }

        @Override
        public void enter() {
            bucket = SourceRates.this.enter(host, limit);
        }

        @Override
        public void pass(long bytes) {
            Objects.requireNonNull(bucket, "a copy that has entered").take(bytes);
        }

        @Override
        public void leave() {
            SourceRates.this.leave(host, limit);
        }
    }
}
