package dev.pgconvoy.monitor.webhook;

import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.notification.RequestedReceiver;
import dev.pgconvoy.monitor.view.KnownMigrations;
import dev.pgconvoy.text.LogLimit;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/// Serves the receivers that requests name. Each has a consumer group of its own, as a configured one has, for as long
/// as a known migration names it of which it may still have to be told.
final class RequestedDeliveries {

    private static final Logger LOG = Logger.getLogger(RequestedDeliveries.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final Duration LONGEST_WITHOUT_LOOK = Duration.ofMinutes(1);
    /// Clocks differ: what is announced may bear an earlier time than the request.
    private static final Duration BEFORE_REQUEST = Duration.ofMinutes(5);

    private static final int MOST_REFUSED = 50;

    private final KnownMigrations migrations;
    private final AllowedReceivers allowed;
    private final int most;
    private final Duration keepTrying;
    private final InstantSource clock;
    private final BiFunction<Endpoint, Instant, ServedReceiver> serving;
    private final Consumer<ServedReceiver> ending;
    private final LogLimit limit = new LogLimit();
    private final Map<String, Served> served = new ConcurrentSkipListMap<>();
    private volatile List<WebhookStatus> refused = List.of();
    private long lastChange = -1;
    private Instant lastLook = Instant.MIN;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread =
            Thread.ofPlatform().name("pgconvoy-requested-webhooks").daemon().unstarted(this::run);

    /// @param migrations that name it
    private record Served(ServedReceiver receiver, int migrations) {}

    /// @param since the first of the migrations was requested then
    private record Need(AllowedReceiver receiver, Instant since, int migrations) {

        Need and(Need other) {
            return new Need(receiver, since.isBefore(other.since) ? since : other.since, migrations + other.migrations);
        }
    }

    /// @param serving makes what serves a receiver, from what was announced at that time on
    /// @param ending is told of what serves no longer
    RequestedDeliveries(
            KnownMigrations migrations,
            AllowedReceivers allowed,
            WebhooksConfig config,
            InstantSource clock,
            BiFunction<Endpoint, Instant, ServedReceiver> serving,
            Consumer<ServedReceiver> ending) {
        this.migrations = migrations;
        this.allowed = allowed;
        this.most = config.mostRequested();
        this.keepTrying = config.keepTrying();
        this.clock = clock;
        this.serving = serving;
        this.ending = ending;
    }

    void start() {
        if (thread.getState() == Thread.State.NEW) {
            thread.start();
        }
    }

    /// Ends looking; the loops are left to the caller.
    void stop() throws InterruptedException {
        stopping.countDown();
        if (thread.getState() != Thread.State.NEW) {
            thread.join(BETWEEN_LOOKS);
        }
    }

    Collection<DeliveryLoop> loops() {
        return served.values().stream().map(one -> one.receiver().loop()).toList();
    }

    Optional<ServedReceiver> find(String name) {
        return Optional.ofNullable(served.get(name)).map(Served::receiver);
    }

    List<WebhookStatus> all() {
        var all = new ArrayList<WebhookStatus>();
        served.values().forEach(one -> all.add(one.receiver().shown().namedBy(one.migrations())));
        all.addAll(refused);
        return all;
    }

    private void run() {
        try {
            do {
                lookAfterChange();
            } while (!stopping.await(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void lookAfterChange() throws InterruptedException {
        var change = migrations.changes().last();
        var now = clock.instant();
        if (change == lastChange && now.isBefore(lastLook.plus(LONGEST_WITHOUT_LOOK))) {
            return;
        }
        try {
            look(now);
            lastChange = change;
            lastLook = now;
        } catch (RuntimeException e) {
            limit.write(
                    "look",
                    "The receivers of requests cannot be served now, and are looked for again",
                    line -> LOG.warn(line, e));
        }
    }

    private void look(Instant now) throws InterruptedException {
        var refusals = new LinkedHashMap<String, WebhookStatus>();
        var needs = needs(now, refusals);
        end(needs);
        needs.values().stream().sorted(Comparator.comparing(Need::since)).forEach(need -> serve(need, now, refusals));
        refused = List.copyOf(refusals.values());
    }

    private Map<String, Need> needs(Instant now, Map<String, WebhookStatus> refusals) {
        var needs = new HashMap<String, Need>();
        migrations
                .all()
                .filter(status -> isStillTold(status, now))
                .forEach(status -> status.request().options().notifications().forEach(receiver -> {
                    try {
                        var meant = allowed.require(receiver);
                        needs.merge(meant.name(), new Need(meant, status.requestedAt(), 1), Need::and);
                    } catch (IllegalArgumentException e) {
                        refuse(receiver, String.valueOf(e.getMessage()), refusals);
                    }
                }));
        return needs;
    }

    private boolean isStillTold(MigrationStatus status, Instant now) {
        return !status.request().options().notifications().isEmpty()
                && (!status.isFinal() || status.changedAt().plus(keepTrying).isAfter(now));
    }

    private void refuse(RequestedReceiver receiver, String reason, Map<String, WebhookStatus> refusals) {
        if (refusals.size() < MOST_REFUSED) {
            refusals.put(reason, WebhookStatus.refused(receiver, reason));
            limit.write(reason, "A request's notifications are not sent: " + reason, LOG::warn);
        }
    }

    private void end(Map<String, Need> needs) throws InterruptedException {
        var over = served.entrySet().stream()
                .filter(entry -> !needs.containsKey(entry.getKey()))
                .toList();
        DeliveryLoop.stopAll(
                over.stream().map(entry -> entry.getValue().receiver().loop()).toList());
        over.forEach(entry -> {
            served.remove(entry.getKey());
            ending.accept(entry.getValue().receiver());
        });
    }

    private void serve(Need need, Instant now, Map<String, WebhookStatus> refusals) {
        var name = need.receiver().name();
        var known = served.get(name);
        if (known != null) {
            served.put(name, new Served(known.receiver(), need.migrations()));
        } else if (stopping.getCount() == 0) {
            return;
        } else if (served.size() < most) {
            var receiver = serving.apply(Endpoint.of(need.receiver()), from(need.since(), now));
            served.put(name, new Served(receiver, need.migrations()));
            receiver.loop().start();
        } else {
            refuse(
                    new RequestedReceiver(
                            need.receiver().url().toString(),
                            Optional.of(need.receiver().key()),
                            Set.of()),
                    "%d receivers of requests are served, which is PGCONVOY_WEBHOOKS_MOST_REQUESTED: %s waits"
                            .formatted(most, name),
                    refusals);
        }
    }

    private Instant from(Instant since, Instant now) {
        var first = (since.isBefore(now) ? since : now).minus(BEFORE_REQUEST);
        var earliest = now.minus(keepTrying);
        return first.isBefore(earliest) ? earliest : first;
    }
}
