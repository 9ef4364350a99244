package dev.pgconvoy.preflight.model;

import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.secret.ServerSide;
import java.util.Locale;

/// Which of the two servers.
public enum ExaminedSide {
    SOURCE,
    TARGET;

    public ServerEndpoint of(MigrationRequest request) {
        return switch (this) {
            case SOURCE -> request.source();
            case TARGET -> request.target();
        };
    }

    public ServerSide serverSide() {
        return switch (this) {
            case SOURCE -> ServerSide.SOURCE;
            case TARGET -> ServerSide.TARGET;
        };
    }

    /// How a finding names the server: `source server db1:5432`.
    public String server(ServerEndpoint endpoint) {
        return this + " server " + endpoint.address();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
