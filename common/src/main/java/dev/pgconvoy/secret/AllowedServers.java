package dev.pgconvoy.secret;

import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which servers a request may name, and which references may be sent to them. Whoever may request a migration chooses
/// both servers: without a limit they could have a password sent to a server of theirs, or a whole source copied to it.
///
/// A list that is not set allows everything; an empty one allows nothing.
///
/// @param references without an entry a reference goes nowhere; sealed values are bound by themselves
public record AllowedServers(
        Optional<List<ServerPattern>> sources,
        Optional<List<ServerPattern>> targets,
        Optional<List<ReferenceBinding>> references) {

    public static final String SOURCES = "pgconvoy.allowed.sources";
    public static final String TARGETS = "pgconvoy.allowed.targets";
    public static final String REFERENCES = "pgconvoy.secrets.servers";

    public static final AllowedServers ANY = new AllowedServers(Optional.empty(), Optional.empty(), Optional.empty());
    public static final AllowedServers NONE =
            new AllowedServers(Optional.of(List.of()), Optional.of(List.of()), Optional.of(List.of()));

    public AllowedServers {
        sources = sources.map(List::copyOf);
        targets = targets.map(List::copyOf);
        references = references.map(List::copyOf);
    }

    /// These and no others.
    ///
    /// @param used each login, and the reference that is sent there
    public static AllowedServers exactly(Map<PasswordUse, Optional<SecretRef>> used) {
        var bindings = new ArrayList<ReferenceBinding>();
        used.forEach((use, sent) -> sent.ifPresent(
                reference -> bindings.add(new ReferenceBinding(reference.text(), ServerPattern.of(use)))));
        return new AllowedServers(
                Optional.of(of(ServerSide.SOURCE, used)),
                Optional.of(of(ServerSide.TARGET, used)),
                Optional.of(bindings));
    }

    /// Also these references, besides the password's: keys of client certificates.
    public AllowedServers sending(Map<PasswordUse, List<SecretRef>> used) {
        var bindings = new ArrayList<>(references.orElse(List.of()));
        used.forEach((use, sent) ->
                sent.forEach(reference -> bindings.add(new ReferenceBinding(reference.text(), ServerPattern.of(use)))));
        return new AllowedServers(sources, targets, references.map(_ -> bindings));
    }

    private static List<ServerPattern> of(ServerSide side, Map<PasswordUse, Optional<SecretRef>> used) {
        return used.keySet().stream()
                .filter(use -> use.side() == side)
                .map(ServerPattern::of)
                .toList();
    }

    /// Adds to the lists that are set; what allows everything goes on to do so.
    public AllowedServers and(AllowedServers more) {
        return new AllowedServers(
                both(sources, more.sources), both(targets, more.targets), both(references, more.references));
    }

    private static <T> Optional<List<T>> both(Optional<List<T>> some, Optional<List<T>> more) {
        return some.map(list ->
                Stream.concat(list.stream(), more.orElse(List.of()).stream()).toList());
    }

    /// Whether a list says which servers may be this side.
    public boolean limits(ServerSide side) {
        return servers(side).isPresent();
    }

    /// Whether a list says to which servers references go.
    public boolean limitsReferences() {
        return references.isPresent();
    }

    private Optional<List<ServerPattern>> servers(ServerSide side) {
        return switch (side) {
            case SOURCE -> sources;
            case TARGET -> targets;
        };
    }

    /// The setting that limits this side.
    public static String setting(ServerSide side) {
        return switch (side) {
            case SOURCE -> SOURCES;
            case TARGET -> TARGETS;
        };
    }

    /// The environment variable of a setting.
    public static String variable(String setting) {
        return ReferenceSettings.variable(setting);
    }

    /// @throws MigrationException when no connection may be made there
    void require(PasswordUse use) {
        servers(use.side())
                .filter(allowed -> allowed.stream().noneMatch(server -> server.matches(use)))
                .ifPresent(allowed -> {
                    throw new MigrationException(
                            FailureCode.REQUEST_REFUSED,
                            "%s server %s".formatted(use.side(), use.address()),
                            "This server is not allowed here as %s for the user \"%s\"; %s allows %s."
                                    .formatted(use.side(), use.user(), setting(use.side()), listed(allowed)),
                            "Name an allowed server and user, or set %s for every pgconvoy service."
                                    .formatted(ReferenceSettings.variable(setting(use.side()))));
                });
    }

    /// @throws MigrationException when the reference may not be sent there
    void require(PasswordUse use, SecretRef reference) {
        if (reference instanceof SecretRef.Sealed || references.isEmpty()) {
            return;
        }
        var servers = references.get().stream()
                .filter(binding -> binding.concerns(reference))
                .map(ReferenceBinding::server)
                .toList();
        if (servers.stream().noneMatch(server -> server.matches(use))) {
            throw new MigrationException(
                    FailureCode.AUTHENTICATION_FAILED,
                    "%s for %s".formatted(reference.text(), use.text()),
                    "This reference is not sent to this server; %s allows it for %s."
                            .formatted(REFERENCES, listed(servers)),
                    "Use a reference of this server or a sealed value, or extend %s for every pgconvoy service."
                            .formatted(ReferenceSettings.variable(REFERENCES)));
        }
    }

    private static String listed(List<?> allowed) {
        return allowed.isEmpty()
                ? "none"
                : allowed.stream().map(Object::toString).collect(Collectors.joining(", "));
    }
}
