package dev.pgconvoy.preflight.messaging;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/// Lets the work of one key happen in the order in which its turns were taken, however many threads there are. Taking a
/// turn never waits; [Turn#await] does.
final class KeyedTurns {

    private final Map<String, Turn> last = new ConcurrentHashMap<>();

    Turn take(String key) {
        return last.compute(
                key,
                (_, previous) ->
                        new Turn(key, previous == null ? CompletableFuture.completedFuture(null) : previous.done));
    }

    int waitingKeys() {
        return last.size();
    }

    /// Closing it lets the next one begin.
    final class Turn implements AutoCloseable {

        private final String key;
        private final CompletableFuture<Void> before;
        private final CompletableFuture<Void> done = new CompletableFuture<>();

        private Turn(String key, CompletableFuture<Void> before) {
            this.key = key;
            this.before = before;
        }

        void await() {
            before.join();
        }

        @Override
        public void close() {
            done.complete(null);
            last.remove(key, this);
        }
    }
}
