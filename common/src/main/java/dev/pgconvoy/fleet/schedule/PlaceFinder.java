package dev.pgconvoy.fleet.schedule;

import dev.pgconvoy.fleet.FleetLimits;
import dev.pgconvoy.fleet.Wave;
import dev.pgconvoy.fleet.schedule.Occupancy.Offer;
import dev.pgconvoy.fleet.schedule.Occupancy.Use;
import dev.pgconvoy.fleet.schedule.PlaceLoads.Urgency;
import dev.pgconvoy.fleet.status.ServerPhase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;

/// Gives the places that limits leave to the servers that wait.
///
/// First come those that have waited longer than the settings' patience, the oldest first;
/// what they need and is free is kept for them until they have all of it. So nobody who
/// came later delays them, and nobody starves. Then the fleets take turns, and each begins
/// its most urgent server. Checks that gates wait for take what is left then; those of the
/// server that nobody has looked at for the longest time come first.
final class PlaceFinder {

    private static final Comparator<Candidate> OLDEST = Comparator.comparing(Candidate::since)
            .thenComparing(Candidate::urgency)
            .thenComparing(candidate -> candidate.fleet().name());

    private final SchedulerSettings settings;
    private final Occupancy occupancy;
    private final MigrationOrders orders;
    private final Instant now;
    private boolean hasEnded;

    PlaceFinder(SchedulerSettings settings, Occupancy occupancy, MigrationOrders orders, Instant now) {
        this.settings = settings;
        this.occupancy = occupancy;
        this.orders = orders;
        this.now = now;
    }

    /// A server that nothing but limits keeps from beginning.
    private record Candidate(FleetRun fleet, Wave wave, int index, ServerRun run, Instant since, Urgency urgency) {}

    /// A server that cannot begin ends instead, and may so stop its wave or be the last one of it.
    ///
    /// @return whether one has ended: then not all places are given, and waves are to be looked at
    /// before it is tried again
    boolean give(Collection<FleetRun> fleets) {
        var limits = new HashMap<String, FleetLimits>();
        fleets.forEach(
                fleet -> limits.put(fleet.name(), fleet.layout().fleet().spec().limits()));
        var offer = occupancy.new Offer(limits);
        var overdue = new ArrayList<Candidate>();
        var queues = new HashMap<FleetRun, Queue<Candidate>>();
        for (var fleet : fleets) {
            if (fleet.head().paused() || isFull(fleet)) {
                continue;
            }
            var queue = new PriorityQueue<Candidate>(Comparator.comparing(Candidate::urgency));
            for (var candidate : candidates(fleet, offer)) {
                (isOverdue(candidate.since()) ? overdue : queue).add(candidate);
            }
            queues.put(fleet, queue);
        }
        if (hasEnded) {
            return true;
        }
        overdue.sort(OLDEST);
        var turn = new Turn(fleets);
        overdue.forEach(candidate -> giveOrKeep(candidate, offer, turn));
        takeTurns(queues, offer, turn);
        if (!hasEnded) {
            giveToChecks(fleets, offer);
        }
        return hasEnded;
    }

    private record DueCheck(FleetRun fleet, ServerRun run, boolean quiesced) {

        Instant last() {
            return run.check().endedAt().orElse(Instant.MIN);
        }
    }

    private void giveToChecks(Collection<FleetRun> fleets, Offer offer) {
        fleets.stream()
                .filter(fleet -> !fleet.head().paused() && !isFull(fleet))
                .flatMap(fleet -> GateRules.inTurn(fleet).stream()
                        .flatMap(gates ->
                                gates.dueChecks(now).map(run -> new DueCheck(fleet, run, gates.needsQuiesced()))))
                .sorted(Comparator.comparing(DueCheck::last))
                .forEach(due -> {
                    var uses = due.fleet().layout().usesOf(due.run().server());
                    if (!isFull(due.fleet()) && offer.admits(due.fleet().name(), uses, Use.CHECK)) {
                        orders.check(due.fleet(), due.run(), due.quiesced());
                    }
                });
    }

    private boolean isOverdue(Instant since) {
        return !now.isBefore(since.plus(settings.patience()));
    }

    private boolean isFull(FleetRun fleet) {
        return occupancy.all() >= settings.atOnce()
                || fleet.layout()
                        .fleet()
                        .spec()
                        .limits()
                        .total()
                        .filter(most -> occupancy.ofFleet(fleet.name()) >= most)
                        .isPresent();
    }

    private boolean hasPlaceInWave(Candidate candidate) {
        return candidate
                .wave()
                .maxConcurrent()
                .filter(most -> candidate.fleet().count(candidate.index()).active() >= most)
                .isEmpty();
    }

    private void giveOrKeep(Candidate candidate, Offer offer, Turn turn) {
        if (hasEnded || isFull(candidate.fleet()) || !hasPlaceInWave(candidate)) {
            return;
        }
        var uses = candidate.fleet().layout().usesOf(candidate.run().server());
        if (offer.admits(candidate.fleet().name(), uses, Use.MIGRATION)) {
            begin(candidate, turn);
        } else {
            offer.claim(candidate.fleet().name(), uses);
        }
    }

    private void takeTurns(Map<FleetRun, Queue<Candidate>> queues, Offer offer, Turn turn) {
        while (!hasEnded && occupancy.all() < settings.atOnce()) {
            var next = queues.entrySet().stream()
                    .filter(entry -> !entry.getValue().isEmpty() && !isFull(entry.getKey()))
                    .min(Comparator.comparing((Map.Entry<FleetRun, Queue<Candidate>> entry) ->
                                    entry.getKey().head().turn())
                            .thenComparing(entry -> entry.getKey().name()));
            if (next.isEmpty()) {
                return;
            }
            var candidate = next.get().getValue().remove();
            var fleet = candidate.fleet();
            if (hasPlaceInWave(candidate)
                    && offer.admits(
                            fleet.name(), fleet.layout().usesOf(candidate.run().server()), Use.MIGRATION)) {
                begin(candidate, turn);
            }
        }
    }

    /// Its id was free when it was collected; another fleet may have taken it since then.
    private void begin(Candidate candidate, Turn turn) {
        if (orders.isNextIdTaken(candidate.fleet(), candidate.run())) {
            end(candidate.fleet(), candidate.run());
            return;
        }
        orders.begin(candidate.fleet(), candidate.run(), now);
        candidate.fleet().update(candidate.fleet().head().turn(turn.next()));
    }

    /// Counts the places that all fleets were given.
    private static final class Turn {

        private long last;

        Turn(Collection<FleetRun> fleets) {
            last = fleets.stream().mapToLong(fleet -> fleet.head().turn()).max().orElse(0);
        }

        long next() {
            return ++last;
        }
    }

    private List<Candidate> candidates(FleetRun fleet, Offer offer) {
        var candidates = new ArrayList<Candidate>();
        var waves = fleet.layout().waves();
        for (var index = 0; index < waves.size(); index++) {
            var wave = waves.get(index);
            if (fleet.wave(wave).isOpen()
                    && !fleet.head().isPaused(wave)
                    && !fleet.count(index).waiting().isEmpty()) {
                collect(fleet, index, wave, offer, candidates);
            }
        }
        return candidates;
    }

    /// Places only become fewer while they are given: who has none now, and has not waited so long
    /// that some are kept for it, need not be put into an order.
    private void collect(FleetRun fleet, int index, Wave wave, Offer offer, List<Candidate> candidates) {
        var window = fleet.layout().windowOf(wave);
        var canaries = fleet.layout().canariesOf(index);
        var canariesOnly = canaries.stream().anyMatch(name -> fleet.known(name).phase() != ServerPhase.SUCCEEDED)
                && !fleet.wave(wave).waived();
        var ready = new ArrayList<ServerRun>();
        for (var name : List.copyOf(fleet.count(index).waiting())) {
            var run = fleet.known(name);
            if (isReady(fleet, run)
                    && !fleet.head().isPaused(run)
                    && (!canariesOnly || canaries.contains(name))
                    && window.map(times -> times.admits(now, fleet.expected(run)))
                            .orElse(true)) {
                if (orders.isNextIdTaken(fleet, run)) {
                    end(fleet, run);
                } else {
                    ready.add(run);
                }
            }
        }
        var open = new ArrayList<ServerRun>();
        for (var run : ready) {
            var waiting = run.waitingSince().isPresent() ? run : run.waitingSince(Optional.of(now));
            if (waiting != run) {
                fleet.put(waiting);
            }
            var since = waiting.waitingSince().orElse(now);
            if (isOverdue(since)
                    || offer.admits(fleet.name(), fleet.layout().usesOf(waiting.server()), Use.MIGRATION)) {
                open.add(waiting);
            }
        }
        if (open.isEmpty()) {
            return;
        }
        var loads = new PlaceLoads(fleet, wave, ready, settings);
        for (var run : open) {
            candidates.add(
                    new Candidate(fleet, wave, index, run, run.waitingSince().orElse(now), loads.urgencyOf(run)));
        }
    }

    private void end(FleetRun fleet, ServerRun run) {
        orders.failOfTakenId(fleet, run, now);
        hasEnded = true;
    }

    /// Whether all that it needs has succeeded; what can never be is skipped.
    private boolean isReady(FleetRun fleet, ServerRun run) {
        for (var need : fleet.layout().known(run.server()).needs()) {
            var needed = fleet.server(need).map(ServerRun::phase).orElse(ServerPhase.REMOVED);
            if (needed != ServerPhase.SUCCEEDED) {
                if (needed.isEnded()) {
                    hasEnded = true;
                    fleet.put(run.ended(
                            ServerPhase.SKIPPED,
                            Optional.of("it needs \"%s\", which has not succeeded (%s)".formatted(need, needed.text())),
                            now));
                }
                return false;
            }
        }
        return true;
    }
}
