package dev.pgconvoy.monitor.webhook;

import dev.pgconvoy.migration.MigrationId;
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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/// Serves the receivers that requests name. Each takes a slot, and has a consumer group of its own, as a configured one
/// has, for as long as a known migration names it of which it may still have to be told. It gives the slot back when it
/// was told everything. While others wait, one that takes nothing gives its slot back after a while, and waits behind
/// them: the offsets of its group stay, so it goes on where it was.
final class RequestedDeliveries {

    private static final Logger LOG = Logger.getLogger(RequestedDeliveries.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final Duration LONGEST_WITHOUT_LOOK = Duration.ofSeconds(10);
    /// Clocks differ: what is announced may bear an earlier time than the request, or one that is still to come.
    private static final Duration BETWEEN_CLOCKS = Duration.ofMinutes(5);
    /// An announcement may come a little after the state.
    static final Duration QUIET_AT_END = Duration.ofMinutes(2);
    /// What one that takes nothing has while others wait.
    static final Duration TURN = Duration.ofMinutes(10);

    private static final int MOST_REFUSED = 50;

    private final KnownMigrations migrations;
    private final BooleanSupplier areAllKnown;
    private final AllowedReceivers allowed;
    private final int most;
    private final Duration keepTrying;
    private final InstantSource clock;
    private final Slots slots;
    private final LogLimit limit = new LogLimit();
    private final Map<String, Served> served = new ConcurrentSkipListMap<>();
    /// What those have been told that gave their slot back, by their names.
    private final Map<String, Set<Named>> told = new HashMap<>();
    /// When those had to give their slot back that took nothing, by their names.
    private final Map<String, Instant> turnedAway = new HashMap<>();
    /// When this monitor saw first what bears a time that is still to come.
    private final Map<Named, Instant> firstSeen = new HashMap<>();
    private Set<String> waiting = Set.of();
    private volatile List<WebhookStatus> refused = List.of();
    private long lastChange = -1;
    private Instant lastLook = Instant.MIN;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread =
            Thread.ofPlatform().name("pgconvoy-requested-webhooks").daemon().unstarted(this::run);

    /// What serves them.
    interface Slots {

        /// @param from it is told what was announced at that time or later
        ServedReceiver begin(Endpoint endpoint, Instant from);

        void end(List<ServedReceiver> over) throws InterruptedException;

        /// A receiver was not told in time what it was to be told.
        void lapsed();
    }

    /// One that names a receiver. An id that is requested again is another one.
    private record Named(MigrationId id, Instant requestedAt) {}

    /// @param migrations that name it
    private record Served(ServedReceiver receiver, Instant since, int migrations) {

        boolean takesNothing() {
            return receiver.state().failures() > 0 || receiver.state().isStopped();
        }
    }

    /// @param since the first of the migrations was requested then
    /// @param isOver whether all of them are
    private record Need(AllowedReceiver receiver, Instant since, Set<Named> migrations, boolean isOver) {

        Need and(Need other) {
            return new Need(
                    receiver,
                    since.isBefore(other.since) ? since : other.since,
                    Stream.concat(migrations.stream(), other.migrations.stream())
                            .collect(Collectors.toSet()),
                    isOver && other.isOver);
        }

        String name() {
            return receiver.name();
        }
    }

    /// @param areAllKnown whether all migrations are known; nothing is decided before
    RequestedDeliveries(
            KnownMigrations migrations,
            BooleanSupplier areAllKnown,
            AllowedReceivers allowed,
            WebhooksConfig config,
            InstantSource clock,
            Slots slots) {
        this.migrations = migrations;
        this.areAllKnown = areAllKnown;
        this.allowed = allowed;
        this.most = config.mostRequested();
        this.keepTrying = config.keepTrying();
        this.clock = clock;
        this.slots = slots;
    }

    void start() {
        if (thread.getState() == Thread.State.NEW) {
            thread.start();
        }
    }

    /// Ends looking; what serves is left to the caller.
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
        if (!areAllKnown.getAsBoolean() || change == lastChange && now.isBefore(lastLook.plus(LONGEST_WITHOUT_LOOK))) {
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

    void look(Instant now) throws InterruptedException {
        var refusals = new LinkedHashMap<String, WebhookStatus>();
        var needs = needs(now, refusals);
        told.keySet().retainAll(needs.keySet());
        turnedAway.keySet().retainAll(needs.keySet());
        end(needs, now);
        var next = needs.values().stream()
                .filter(need -> served.containsKey(need.name()) || !isTold(need))
                .toList();
        turnAway(next.stream().filter(need -> !served.containsKey(need.name())).count(), now);
        next.stream()
                .sorted(Comparator.<Need, Instant>comparing(need -> turnedAway.getOrDefault(need.name(), Instant.MIN))
                        .thenComparing(Need::since))
                .forEach(need -> serve(need, now, refusals));
        var nowWaiting = next.stream()
                .map(Need::name)
                .filter(name -> !served.containsKey(name))
                .collect(Collectors.toSet());
        waiting.stream().filter(name -> !needs.containsKey(name)).forEach(this::lapse);
        waiting = nowWaiting;
        warn(refusals);
        refused = List.copyOf(refusals.values());
    }

    private Map<String, Need> needs(Instant now, Map<String, WebhookStatus> refusals) {
        var needs = new HashMap<String, Need>();
        var known = new HashSet<Named>();
        migrations
                .all()
                .filter(status -> isStillTold(status, now, known))
                .forEach(status -> status.request().options().notifications().forEach(receiver -> {
                    try {
                        var meant = allowed.require(receiver);
                        needs.merge(
                                meant.name(),
                                new Need(meant, status.requestedAt(), Set.of(named(status)), status.isFinal()),
                                Need::and);
                    } catch (RuntimeException e) {
                        refuse(receiver, String.valueOf(e.getMessage()), refusals);
                    }
                }));
        firstSeen.keySet().retainAll(known);
        return needs;
    }

    private static Named named(MigrationStatus status) {
        return new Named(status.id(), status.requestedAt());
    }

    private boolean isStillTold(MigrationStatus status, Instant now, Set<Named> known) {
        if (status.request().options().notifications().isEmpty()) {
            return false;
        }
        known.add(named(status));
        if (!status.isFinal()) {
            return true;
        }
        var ended = status.changedAt().isAfter(now.plus(BETWEEN_CLOCKS))
                ? firstSeen.computeIfAbsent(named(status), _ -> now)
                : status.changedAt();
        return ended.plus(keepTrying).isAfter(now);
    }

    private boolean isTold(Need need) {
        return need.isOver() && told.getOrDefault(need.name(), Set.of()).containsAll(need.migrations());
    }

    private static void refuse(RequestedReceiver receiver, String reason, Map<String, WebhookStatus> refusals) {
        if (refusals.size() < MOST_REFUSED) {
            refusals.put(reason, WebhookStatus.refused(receiver, reason));
        }
    }

    /// Of what was refused already the log has a line.
    private void warn(Map<String, WebhookStatus> refusals) {
        var before = refused.stream()
                .flatMap(status -> status.lastFailure().stream())
                .collect(Collectors.toSet());
        refusals.keySet().stream()
                .filter(reason -> !before.contains(reason))
                .forEach(reason ->
                        limit.write("refused", "A request's notifications are not sent: " + reason, LOG::warn));
    }

    private void end(Map<String, Need> needs, Instant now) throws InterruptedException {
        var over = new ArrayList<String>();
        served.forEach((name, one) -> {
            var need = needs.get(name);
            if (need == null) {
                over.add(name);
                if (one.takesNothing()) {
                    lapse(name);
                }
            } else if (need.isOver() && one.receiver().state().isAllTold(now.minus(QUIET_AT_END))) {
                over.add(name);
                told.put(name, need.migrations());
            }
        });
        end(over);
    }

    private void lapse(String name) {
        slots.lapsed();
        limit.write(
                "lapsed",
                "Webhook %s of a request has not been told everything within %s, and is not told any more"
                        .formatted(name, keepTrying),
                LOG::warn);
    }

    private void turnAway(long number, Instant now) throws InterruptedException {
        var away = served.entrySet().stream()
                .filter(entry -> entry.getValue().takesNothing()
                        && !entry.getValue().since().plus(TURN).isAfter(now))
                .sorted(Comparator.comparing(entry -> entry.getValue().since()))
                .limit(Math.max(0, number - (most - served.size())))
                .map(Map.Entry::getKey)
                .toList();
        away.forEach(name -> turnedAway.put(name, now));
        end(away);
    }

    private void end(List<String> names) throws InterruptedException {
        if (!names.isEmpty()) {
            slots.end(names.stream()
                    .flatMap(name -> Optional.ofNullable(served.remove(name)).stream())
                    .map(Served::receiver)
                    .toList());
        }
    }

    private void serve(Need need, Instant now, Map<String, WebhookStatus> refusals) {
        var name = need.name();
        var number = need.migrations().size();
        var known = served.get(name);
        if (known != null) {
            served.put(name, new Served(known.receiver(), known.since(), number));
        } else if (stopping.getCount() == 0) {
            return;
        } else if (served.size() < most) {
            begin(need, now, refusals);
        } else {
            refuse(
                    need,
                    "%d receivers of requests are served, which is PGCONVOY_WEBHOOKS_MOST_REQUESTED: %s waits"
                            .formatted(most, name),
                    refusals);
        }
    }

    /// One that cannot be served must not hold up the others.
    private void begin(Need need, Instant now, Map<String, WebhookStatus> refusals) {
        try {
            var receiver = slots.begin(Endpoint.of(need.receiver()), from(need.since(), now));
            served.put(need.name(), new Served(receiver, now, need.migrations().size()));
        } catch (RuntimeException e) {
            refuse(need, "%s cannot be served now: %s".formatted(need.name(), e.getMessage()), refusals);
        }
    }

    private static void refuse(Need need, String reason, Map<String, WebhookStatus> refusals) {
        refuse(
                new RequestedReceiver(
                        need.receiver().url().toString(),
                        Optional.of(need.receiver().key()),
                        Set.of()),
                reason,
                refusals);
    }

    private Instant from(Instant since, Instant now) {
        var first = (since.isBefore(now) ? since : now).minus(BETWEEN_CLOCKS);
        var earliest = now.minus(keepTrying);
        return first.isBefore(earliest) ? earliest : first;
    }
}
