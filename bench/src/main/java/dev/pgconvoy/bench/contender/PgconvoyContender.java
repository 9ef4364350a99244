package dev.pgconvoy.bench.contender;

import dev.pgconvoy.bench.BenchException;
import dev.pgconvoy.bench.cpu.ProcessTimes;
import dev.pgconvoy.bench.result.EstimatedTime;
import dev.pgconvoy.bench.server.LocalServer;
import dev.pgconvoy.bench.server.ServerPort;
import dev.pgconvoy.launcher.stack.StackMember;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationOptions;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.MigrationState;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.VerifyMode;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.migration.estimate.PreflightRun;
import dev.pgconvoy.secret.ServerSide;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A whole migration through the running services: checks, creation of the database, copy, the rest. Measured from the
/// request's publication until the completed event is seen.
public final class PgconvoyContender implements Contender {

    public static final String NAME = "pgconvoy";
    public static final String VERIFIED = "pgconvoy --verify full";

    private static final double MILLIS = 1e3;

    private final ConvoyStack stack;
    private final ConvoyLine line;
    private final VerifyMode verify;
    private final int jobs;
    private Optional<EstimatedTime> estimated = Optional.empty();

    public PgconvoyContender(ConvoyStack stack, ConvoyLine line, VerifyMode verify, int jobs) {
        this.stack = stack;
        this.line = line;
        this.verify = verify;
        this.jobs = jobs;
    }

    @Override
    public String name() {
        return verify == VerifyMode.OFF ? NAME : VERIFIED;
    }

    @Override
    public void prepare(RunContext context) {}

    @Override
    public Map<String, Double> run(RunContext context) {
        var ended = line.migrate(request(context));
        if (ended.state() != MigrationState.SUCCEEDED) {
            throw new BenchException("pgconvoy: %s, %s, %s"
                    .formatted(
                            ended.state().text(),
                            ended.failure().map(Object::toString).orElse("no failure is named"),
                            ended.findings()));
        }
        estimated = estimated(ended);
        return phases(ended);
    }

    @Override
    public Optional<EstimatedTime> estimated() {
        return estimated;
    }

    private static Optional<EstimatedTime> estimated(MigrationStatus ended) {
        return ended.preflight()
                .flatMap(PreflightRun::estimate)
                .flatMap(estimate -> ended.report()
                        .map(report -> new EstimatedTime(
                                seconds(estimate.duration().p50()),
                                seconds(estimate.duration().p90()),
                                seconds(Duration.between(report.startedAt(), report.endedAt())))));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / MILLIS;
    }

    private static Map<String, Double> phases(MigrationStatus ended) {
        var phases = new LinkedHashMap<String, Double>();
        ended.report()
                .ifPresent(report -> report.databases()
                        .forEach(database -> database.phases()
                                .forEach(
                                        phase -> phases.merge(phase.phase(), seconds(phase.duration()), Double::sum))));
        return phases;
    }

    private MigrationRequest request(RunContext context) {
        var id = line.newId();
        return new MigrationRequest(
                id,
                endpoint(id, ServerSide.SOURCE, context.toSource(), context.source()),
                endpoint(id, ServerSide.TARGET, context.toTarget(), context.target()),
                context.databases(),
                options());
    }

    private MigrationOptions options() {
        var defaults = MigrationOptions.DEFAULTS;
        return new MigrationOptions(
                defaults.migrationOption(),
                defaults.overwriteDbsInTarget(),
                verify,
                jobs,
                defaults.executor(),
                defaults.rights(),
                defaults.copy(),
                defaults.filters());
    }

    private ServerEndpoint endpoint(MigrationId id, ServerSide side, ServerPort address, LocalServer server) {
        var open = new ServerEndpoint(
                ServerPort.HOST, address.port(), LocalServer.SUPERUSER, Optional.empty(), SslMode.DISABLE, "postgres");
        return open.withPassword(stack.sealKey().seal(server.credentials().password(), open.passwordUse(id, side)));
    }

    @Override
    public ClientCpu cpu(ProcessTimes now) {
        return new ClientCpu(seconds(now, stack.workers()), seconds(now, stack.others()));
    }

    private static double seconds(ProcessTimes now, List<StackMember> members) {
        return members.stream().mapToDouble(member -> now.ofTree(member.pid())).sum();
    }
}
