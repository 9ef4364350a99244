package dev.pgconvoy.monitor.fold;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// Who was heard when. Only in memory: after a restart everybody counts as just heard.
final class LastHeard {

    private final Duration longest;
    private final Map<String, Instant> heard = new HashMap<>();

    LastHeard(Duration longest) {
        this.longest = longest;
    }

    void heard(String id, Instant now) {
        heard.put(id, now);
    }

    void ended(String id) {
        heard.remove(id);
    }

    /// @return the ids that were silent for longer than is good, and since when
    Map<String, Instant> brokenBy(Instant now) {
        var silent = new HashMap<String, Instant>();
        heard.forEach((id, since) -> {
            if (!since.plus(longest).isAfter(now)) {
                silent.put(id, since);
            }
        });
        return silent;
    }
}
