package dev.pgconvoy.worker.copier;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/// What the slots of a process put aside between tasks. A session belongs to one database, and the next task of that
/// database may come to any slot: to begin a session takes longer than to copy a small table. What is in use and what is
/// aside are together no more than there are slots; what nobody has taken for a while is ended.
///
/// @param <K> what it is good for
/// @param <S> the sessions
final class IdleSessions<K, S> {

    static final Duration KEPT = Duration.ofSeconds(3);

    private final int most;
    private final LongSupplier nanoTime;
    private final Consumer<S> end;
    private final List<Aside<K, S>> aside = new ArrayList<>();
    private int inUse;

    private record Aside<K, S>(K key, S sessions, long sinceNanos) {}

    /// @param most as many as there are slots
    /// @param nanoTime a monotonic clock
    /// @param end ends what nobody needs
    IdleSessions(int most, LongSupplier nanoTime, Consumer<S> end) {
        this.most = most;
        this.nanoTime = nanoTime;
        this.end = end;
    }

    /// The caller uses one more from now on.
    ///
    /// @return the latest that was put aside for this; empty when the caller has to begin sessions
    Optional<S> take(K key) {
        var tooMany = new ArrayList<Aside<K, S>>();
        Optional<S> found;
        synchronized (this) {
            inUse++;
            found = taken(key);
            while (inUse + aside.size() > most && !aside.isEmpty()) {
                tooMany.add(aside.removeFirst());
            }
        }
        endThose(tooMany);
        return found;
    }

    private Optional<S> taken(K key) {
        for (var index = aside.size() - 1; index >= 0; index--) {
            if (aside.get(index).key().equals(key)) {
                return Optional.of(aside.remove(index).sessions());
            }
        }
        return Optional.empty();
    }

    synchronized void putAside(K key, S sessions) {
        inUse--;
        aside.add(new Aside<>(key, sessions, nanoTime.getAsLong()));
    }

    /// The caller has ended what it used.
    synchronized void ended() {
        inUse--;
    }

    /// Ends what nobody has taken for a while.
    void endOld() {
        var now = nanoTime.getAsLong();
        end(one -> now - one.sinceNanos() > KEPT.toNanos());
    }

    void endAll() {
        end(_ -> true);
    }

    private void end(Predicate<Aside<K, S>> which) {
        List<Aside<K, S>> ending;
        synchronized (this) {
            ending = aside.stream().filter(which).toList();
            aside.removeAll(ending);
        }
        endThose(ending);
    }

    private void endThose(List<Aside<K, S>> ending) {
        ending.forEach(one -> end.accept(one.sessions()));
    }
}
