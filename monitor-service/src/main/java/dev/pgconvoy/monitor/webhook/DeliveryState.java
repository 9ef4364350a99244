package dev.pgconvoy.monitor.webhook;

import dev.pgconvoy.text.Excerpt;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// How one receiver is served. One thread changes it, any may look.
final class DeliveryState {

    private static final int MOST_REMEMBERED = 10_000;
    private static final int LONGEST_REASON = 200;

    /// What was delivered lately: what lasts is announced again and again.
    private final Map<String, Boolean> remembered = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };
    private boolean isStopped;
    private int failures;
    private long delivered;
    private long givenUp;
    private long pending;
    private Optional<Instant> nothingLeftSince = Optional.empty();
    private Optional<Instant> lastDeliveredAt = Optional.empty();
    private Optional<String> lastFailure = Optional.empty();
    private Optional<Instant> nextTryAt = Optional.empty();

    synchronized boolean isDelivered(String webhookId) {
        return remembered.containsKey(webhookId);
    }

    synchronized void delivered(String webhookId, Instant at) {
        remembered.put(webhookId, true);
        delivered++;
        failures = 0;
        lastDeliveredAt = Optional.of(at);
        lastFailure = Optional.empty();
        nextTryAt = Optional.empty();
    }

    synchronized int failed(String reason) {
        lastFailure = Optional.of(Excerpt.of(reason, LONGEST_REASON));
        return ++failures;
    }

    synchronized void waitUntil(Instant then) {
        nextTryAt = Optional.of(then);
    }

    /// It was too old.
    synchronized void gaveUp() {
        givenUp++;
    }

    synchronized void stopped() {
        isStopped = true;
        lastFailure = Optional.of("HTTP 410");
        nextTryAt = Optional.empty();
    }

    synchronized void resume() {
        isStopped = false;
        failures = 0;
        nextTryAt = Optional.empty();
    }

    synchronized boolean isStopped() {
        return isStopped;
    }

    synchronized boolean mustWait(Instant now) {
        return nextTryAt.filter(now::isBefore).isPresent();
    }

    synchronized void pending(long records) {
        pending = records;
    }

    /// What the whole group has not handled, by its committed offsets.
    ///
    /// @param isSome also when it is not known
    synchronized void leftToGroup(boolean isSome, Instant now) {
        nothingLeftSince = isSome ? Optional.empty() : nothingLeftSince.or(() -> Optional.of(now));
    }

    /// Whether nothing has been left since then, for any monitor of the group.
    synchronized boolean isAllTold(Instant since) {
        return failures == 0
                && !isStopped
                && nothingLeftSince.filter(begin -> !begin.isAfter(since)).isPresent();
    }

    synchronized long pending() {
        return pending;
    }

    synchronized int failures() {
        return failures;
    }

    synchronized WebhookStatus shown(Endpoint endpoint) {
        return new WebhookStatus(
                endpoint.name(),
                endpoint.url().getHost(),
                endpoint.on(),
                service(),
                pending,
                failures,
                delivered,
                givenUp,
                lastDeliveredAt,
                lastFailure,
                nextTryAt,
                Optional.empty());
    }

    private WebhookStatus.Service service() {
        if (isStopped) {
            return WebhookStatus.Service.STOPPED;
        }
        return failures > 0 ? WebhookStatus.Service.RETRYING : WebhookStatus.Service.WORKING;
    }
}
