package dev.pgconvoy.launcher.fleet.rehearsal;

import dev.pgconvoy.fleet.Fleet;
import dev.pgconvoy.fleet.FleetRequests;
import dev.pgconvoy.fleet.FleetServer;
import dev.pgconvoy.fleet.Wave;
import dev.pgconvoy.fleet.WaveMembers;
import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.migration.MigrationOption;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.ServerEndpoint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What may be rehearsed, and where.
public final class RehearsalRules {

    private RehearsalRules() {}

    /// One request for each server of the wave, in the order of the file; the passwords of
    /// the target are still missing.
    ///
    /// @param number that no earlier rehearsal has
    /// @throws CommandException when the file has no such wave, the target is a server of
    /// the file, or a server cannot be rehearsed
    public static List<PlannedRehearsal> rehearsals(Fleet fleet, String wave, ServerEndpoint target, int number) {
        var members = members(fleet, wave);
        requireApart(fleet, target);
        var requests = new FleetRequests(fleet);
        var planned = new ArrayList<PlannedRehearsal>();
        for (var server : members) {
            try {
                planned.add(new PlannedRehearsal(server.name(), requests.rehearsal(server, target, number)));
            } catch (IllegalArgumentException e) {
                throw CommandException.usage(
                        "The server %s cannot be rehearsed: %s".formatted(server.name(), e.getMessage()));
            }
        }
        return planned;
    }

    private static List<FleetServer> members(Fleet fleet, String name) {
        var members = WaveMembers.of(fleet.spec());
        var names = members.waves().stream().map(Wave::name).toList();
        if (!names.contains(name)) {
            throw CommandException.usage("The fleet %s has no wave \"%s\"; its waves are: %s"
                    .formatted(fleet.name(), name, names.stream().collect(Collectors.joining(", "))));
        }
        return members.membersOf(names.indexOf(name), fleet.spec().servers());
    }

    /// The databases of a rehearsal have the names of the real ones, and are dropped.
    private static void requireApart(Fleet fleet, ServerEndpoint target) {
        var requests = new FleetRequests(fleet);
        for (var server : fleet.spec().servers()) {
            requireApart("source", server, requests.source(server).endpoint(), target);
            requireApart("target", server, requests.target(server).endpoint(), target);
        }
    }

    private static void requireApart(String end, FleetServer server, ServerEndpoint one, ServerEndpoint target) {
        if (isSame(one, target)) {
            throw CommandException.usage(
                    "--target: %s is the %s of the server %s; rehearse on a server that the file does not name"
                            .formatted(target.address(), end, server.name()));
        }
    }

    private static boolean isSame(ServerEndpoint one, ServerEndpoint other) {
        return one.host().equalsIgnoreCase(other.host()) && one.port() == other.port();
    }

    /// Why a rehearsal is not to begin: what else runs would be disturbed by it, or would
    /// make it take longer.
    ///
    /// @param known the migrations that there are
    public static Optional<String> obstacle(MigrationRequest rehearsal, Collection<MigrationStatus> known) {
        return known.stream()
                .filter(other ->
                        !other.isFinal() && other.request().options().migrationOption() != MigrationOption.VALIDATE)
                .flatMap(other -> obstacle(rehearsal, other).stream())
                .findFirst();
    }

    private static Optional<String> obstacle(MigrationRequest rehearsal, MigrationStatus other) {
        if (isSame(other.request().target(), rehearsal.target())) {
            return Optional.of("the migration %s to its target has not ended".formatted(other.id()));
        }
        if (isSame(other.request().source(), rehearsal.source())
                && other.request().fleet().isPresent()) {
            return Optional.of("the migration %s of a fleet from its source has not ended".formatted(other.id()));
        }
        // Of those with the same first part of the id one runs at a time.
        return other.id().targetServer().equals(rehearsal.id().targetServer())
                ? Optional.of("it would wait for the migration %s".formatted(other.id()))
                : Optional.empty();
    }
}
