package dev.pgconvoy.fleet;

import dev.pgconvoy.migration.CheckOptions;
import dev.pgconvoy.migration.ExecutorKind;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationOption;
import dev.pgconvoy.migration.MigrationOptions;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.RightsOptions;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.label.Labels;
import dev.pgconvoy.migration.rate.FleetMembership;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The requests that a fleet stands for: the very ones that somebody could type by hand.
public final class FleetRequests {

    /// The label of a rehearsal; its value is `fleet.server`. No server of a file has it:
    /// their labels have no slash.
    public static final String REHEARSAL_OF = "pgconvoy.dev/rehearsal-of";

    private static final int LONGEST_NAME = 63;
    /// Of what is kept before the hash and the longest suffix (`.attempt-99`).
    private static final int SHORTEST_BEGIN = 35;
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|.*:.*");

    private final Fleet fleet;

    public FleetRequests(Fleet fleet) {
        this.fleet = fleet;
    }

    /// @param attempt 1, and one more each time the server is migrated again; each attempt is a migration of its own
    /// @throws IllegalArgumentException when the server cannot be requested, with the reason
    public MigrationRequest migration(FleetServer server, int attempt) {
        return request(
                server,
                name(server.name(), attempt == 1 ? "" : FleetNames.ATTEMPT + attempt),
                limited(options(server)),
                Optional.of(membership()));
    }

    /// The first attempt, without what the limits of the fleet add to it.
    public MigrationRequest unlimited(FleetServer server) {
        return request(server, name(server.name(), ""), options(server), Optional.empty());
    }

    private MigrationOptions limited(MigrationOptions options) {
        var limits = fleet.spec().limits();
        return options.copying(
                options.copy().within(limits.bytesPerSecondPerSourceHost(), limits.bytesPerSecondPerTarget()));
    }

    /// The checks alone, without a migration.
    ///
    /// @param quiesced whether a source that is in use is an error
    public MigrationRequest check(FleetServer server, int attempt, boolean quiesced) {
        var options = options(server);
        var besides = options.checksBesides();
        var checks = new CheckOptions(besides.requireQuiesced() || quiesced, besides.checkData());
        return request(
                server,
                name(server.name(), FleetNames.CHECK + attempt),
                new MigrationOptions(
                                MigrationOption.VALIDATE,
                                options.overwriteDbsInTarget(),
                                options.verify(),
                                options.jobs(),
                                options.executor(),
                                options.rights(),
                                options.copy(),
                                options.filters())
                        .checking(checks),
                Optional.empty());
    }

    /// The first attempt, to another target, to measure it. It writes over nothing that is
    /// there, tells nobody, and its source may be in use. All of it belongs to the target's
    /// user, who can drop it then.
    ///
    /// @param target where its databases are made, and dropped again
    /// @param number that no earlier rehearsal of the server has
    /// @throws IllegalArgumentException with the reason why it cannot be rehearsed
    public MigrationRequest rehearsal(FleetServer server, ServerEndpoint target, int number) {
        var options = limited(options(server));
        if (options.executor() == ExecutorKind.AZURE) {
            throw new IllegalArgumentException(
                    "Azure's service is to move it; only what our workers move (executor workers) can be rehearsed");
        }
        return new MigrationRequest(
                new MigrationId(nameOfHost(target.host()), name(server.name(), FleetNames.REHEARSAL + number)),
                source(server).endpoint(),
                target,
                server.databases(),
                new MigrationOptions(
                                MigrationOption.VALIDATE_AND_MIGRATE,
                                false,
                                options.verify(),
                                options.jobs(),
                                ExecutorKind.WORKERS,
                                new RightsOptions(
                                        options.rights().migrateRoles(),
                                        true,
                                        options.rights().noAcl()),
                                options.copy().withoutResume(),
                                options.filters())
                        .checking(
                                new CheckOptions(false, options.checksBesides().checkData())),
                Optional.empty(),
                rehearsalLabels(server),
                Optional.of(membership()));
    }

    private SortedMap<String, String> rehearsalLabels(FleetServer server) {
        var labels = new TreeMap<>(Labels.ofTags(server.labels()));
        if (labels.size() == Labels.MOST) {
            labels.pollLastEntry();
        }
        labels.put(REHEARSAL_OF, fleet.name() + "." + server.name());
        return labels;
    }

    /// The server of this fleet that a rehearsal was of; empty for every other migration.
    public static Optional<String> rehearsedServer(String fleet, MigrationRequest request) {
        var begin = fleet + ".";
        return Optional.ofNullable(request.labels().get(REHEARSAL_OF))
                .filter(of -> of.startsWith(begin))
                .map(of -> of.substring(begin.length()));
    }

    private FleetMembership membership() {
        return new FleetMembership(fleet.name(), fleet.spec().limits().bytesPerSecond());
    }

    private MigrationRequest request(
            FleetServer server, String name, MigrationOptions options, Optional<FleetMembership> membership) {
        return new MigrationRequest(
                new MigrationId(targetServer(server), name),
                source(server).endpoint(),
                target(server).endpoint(),
                server.databases(),
                options,
                server.azure(),
                Labels.ofTags(server.labels()),
                membership);
    }

    /// With the defaults of the fleet.
    public EndpointSettings source(FleetServer server) {
        return server.source().or(fleet.spec().defaults().source());
    }

    /// With the defaults of the fleet.
    public EndpointSettings target(FleetServer server) {
        return server.target().or(fleet.spec().defaults().target());
    }

    private MigrationOptions options(FleetServer server) {
        return server.options().or(fleet.spec().defaults().options()).options();
    }

    /// The first label of a host name; an address as a whole.
    private String targetServer(FleetServer server) {
        return server.targetServer()
                .orElseGet(() -> nameOfHost(target(server).endpoint().host()));
    }

    private static String nameOfHost(String host) {
        var first = ADDRESS.matcher(host).matches() ? host.replace(':', '-') : host.substring(0, end(host));
        return shortened(first.startsWith("-") ? "ip" + first : first, "");
    }

    /// Whether a migration of this name is one of the fleet. Of a fleet with a long name only the
    /// begin is in the names of its migrations.
    public static boolean isOfFleet(String fleet, String migration) {
        var begin = fleet + ".";
        return migration.startsWith(begin)
                || begin.length() > SHORTEST_BEGIN
                        && migration.length() == LONGEST_NAME
                        && migration.startsWith(begin.substring(0, SHORTEST_BEGIN));
    }

    private static int end(String host) {
        var dot = host.indexOf('.');
        return dot < 0 ? host.length() : dot;
    }

    private String name(String server, String suffix) {
        return shortened(fleet.name() + "." + server, suffix);
    }

    /// What is too long ends with a hash of all of it, so that two names stay two.
    private static String shortened(String name, String suffix) {
        if (name.length() + suffix.length() <= LONGEST_NAME) {
            return name + suffix;
        }
        var hash = "-" + HexFormat.of().toHexDigits(hash(name));
        return name.substring(0, LONGEST_NAME - suffix.length() - hash.length()) + hash + suffix;
    }

    private static long hash(String name) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
