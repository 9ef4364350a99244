package dev.pgconvoy.submitter;

import dev.pgconvoy.event.RequestHash;
import dev.pgconvoy.migration.CopyOptions;
import dev.pgconvoy.migration.ExecutorKind;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationOption;
import dev.pgconvoy.migration.MigrationOptions;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.MigrationState;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.RightsOptions;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.Substate;
import dev.pgconvoy.migration.VerifyMode;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.migration.filter.Filters;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// Migrations to one target server, as tests need them.
public final class SampleMigrations {

    public static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    public static final Instant ONE = NOON.plusSeconds(3_600);
    public static final Instant TWO = NOON.plusSeconds(7_200);

    private SampleMigrations() {}

    public static MigrationId id(String name) {
        return new MigrationId("server-1", name);
    }

    public static MigrationRequest request(String name) {
        return request(name, MigrationOption.VALIDATE_AND_MIGRATE, ExecutorKind.WORKERS);
    }

    public static MigrationRequest request(String name, MigrationOption option, ExecutorKind executor) {
        return new MigrationRequest(
                id(name),
                endpoint("source.example"),
                endpoint("target.example"),
                List.of("orders"),
                new MigrationOptions(
                        option,
                        false,
                        VerifyMode.FULL,
                        4,
                        executor,
                        RightsOptions.DEFAULTS,
                        CopyOptions.DEFAULTS,
                        Filters.NONE));
    }

    /// With all the patterns that a request may have.
    public static MigrationRequest large(String name) {
        var patterns = Collections.nCopies(Filters.MOST_PATTERNS, "ä".repeat(200));
        return new MigrationRequest(
                id(name),
                endpoint("source.example"),
                endpoint("target.example"),
                List.of("orders"),
                new MigrationOptions(
                        MigrationOption.VALIDATE_AND_MIGRATE,
                        false,
                        VerifyMode.FULL,
                        4,
                        ExecutorKind.WORKERS,
                        RightsOptions.DEFAULTS,
                        CopyOptions.DEFAULTS,
                        new Filters(patterns, patterns, patterns, patterns, patterns, patterns, patterns)));
    }

    private static ServerEndpoint endpoint(String host) {
        return new ServerEndpoint(host, 5432, "mover", Optional.empty(), SslMode.PREFER, "postgres");
    }

    public static MigrationStatus status(String name, MigrationState state, long revision, Optional<Instant> stalled) {
        return new MigrationStatus(
                id(name),
                revision,
                state,
                state == MigrationState.IN_PROGRESS ? Substate.MIGRATING_DATA : Substate.COMPLETED,
                request(name),
                RequestHash.of(request(name)),
                NOON,
                ONE,
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                stalled,
                Optional.empty(),
                Optional.empty());
    }
}
