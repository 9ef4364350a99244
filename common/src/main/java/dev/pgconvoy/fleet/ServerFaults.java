package dev.pgconvoy.fleet;

import dev.pgconvoy.migration.connection.TlsOptions;
import dev.pgconvoy.secret.SecretRef;
import java.util.HashMap;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// What keeps servers of a fleet from being requested.
final class ServerFaults {

    private static final String SEALED =
            "a sealed value opens for one migration only, and a fleet makes many; use a reference (env:NAME, file:/path, keyvault:ID or entra:)";

    private final Fleet fleet;
    private final FleetRequests requests;
    private final FaultList faults;

    ServerFaults(Fleet fleet, FaultList faults) {
        this.fleet = fleet;
        this.requests = new FleetRequests(fleet);
        this.faults = faults;
    }

    void find() {
        var defaults = fleet.spec().defaults();
        sealed("/spec/defaults/source", defaults.source());
        sealed("/spec/defaults/target", defaults.target());
        var ids = new HashMap<String, String>();
        for (var i = 0; i < fleet.spec().servers().size() && !faults.isFull(); i++) {
            var server = fleet.spec().servers().get(i);
            var place = "/spec/servers/" + i;
            sealed(place + "/source", server.source());
            sealed(place + "/target", server.target());
            if (isReadable(place + "/source", () -> requests.source(server).endpoint())
                    && isReadable(
                            place + "/target", () -> requests.target(server).endpoint())
                    && isReadable(place, () -> requests.migration(server, 1))) {
                var id = requests.migration(server, 1).id().toString();
                Optional.ofNullable(ids.putIfAbsent(id, server.name()))
                        .filter(other -> !other.equals(server.name()))
                        .ifPresent(other -> faults.add(
                                place + "/name",
                                "its migration would have the id %s, as that of \"%s\"; give one of them another name"
                                        .formatted(id, other)));
            }
        }
    }

    private boolean isReadable(String place, Supplier<?> part) {
        try {
            var _ = part.get();
            return true;
        } catch (IllegalArgumentException e) {
            faults.add(place, String.valueOf(e.getMessage()));
            return false;
        }
    }

    private void sealed(String place, EndpointSettings end) {
        Stream.of(
                        end.password().map(secret -> new Secret("/password", secret)),
                        end.tls().flatMap(TlsOptions::clientKey).map(secret -> new Secret("/tls/clientKey", secret)))
                .flatMap(Optional::stream)
                .filter(secret -> secret.reference() instanceof SecretRef.Sealed)
                .forEach(secret -> faults.add(place + secret.place(), SEALED));
    }

    private record Secret(String place, SecretRef reference) {}
}
