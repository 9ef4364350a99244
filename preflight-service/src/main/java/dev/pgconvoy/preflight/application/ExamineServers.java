package dev.pgconvoy.preflight.application;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.failure.ServerErrorText;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.estimate.Estimate;
import dev.pgconvoy.migration.filter.FilterRules;
import dev.pgconvoy.postgres.PgTools;
import dev.pgconvoy.preflight.check.AllowLists;
import dev.pgconvoy.preflight.check.Checks;
import dev.pgconvoy.preflight.check.ConnectionFindings;
import dev.pgconvoy.preflight.estimate.EstimateMigration;
import dev.pgconvoy.preflight.examination.Check;
import dev.pgconvoy.preflight.examination.CheckOutcome;
import dev.pgconvoy.preflight.examination.ConnectionAttempt;
import dev.pgconvoy.preflight.examination.ConnectionAttempt.Connected;
import dev.pgconvoy.preflight.examination.ConnectionAttempt.Refused;
import dev.pgconvoy.preflight.examination.DatabaseCatalog;
import dev.pgconvoy.preflight.examination.DatabaseCheck;
import dev.pgconvoy.preflight.examination.DatabaseSweep;
import dev.pgconvoy.preflight.examination.Examination;
import dev.pgconvoy.preflight.examination.ServerAccess;
import dev.pgconvoy.preflight.examination.ServerSession;
import dev.pgconvoy.preflight.model.DatabaseSelection;
import dev.pgconvoy.preflight.model.ExaminedSide;
import dev.pgconvoy.preflight.model.PreflightReport;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/// Connects to both servers, resolves the databases and runs the checks, all at once: most of their time is waiting. It
/// always has an answer: what could not be checked is a finding, too.
public final class ExamineServers {

    private static final Logger LOG = Logger.getLogger(ExamineServers.class);

    private final ServerAccess servers;
    private final Supplier<PgTools> tools;
    private final ExamineTarget examineTarget;
    private final Function<Examination, Optional<Estimate>> estimate;
    private final Function<MigrationRequest, List<Finding>> assessRequest;
    private final int mostDatabases;

    private ExamineServers(
            ServerAccess servers,
            Supplier<PgTools> tools,
            ExamineTarget examineTarget,
            Function<Examination, Optional<Estimate>> estimate,
            Function<MigrationRequest, List<Finding>> assessRequest,
            int mostDatabases) {
        this.servers = servers;
        this.tools = tools;
        this.examineTarget = examineTarget;
        this.estimate = estimate;
        this.assessRequest = assessRequest;
        this.mostDatabases = mostDatabases;
    }

    public ExamineServers(ServerAccess servers, Supplier<PgTools> tools, ExamineTarget examineTarget) {
        this(servers, tools, examineTarget, _ -> Optional.empty(), _ -> List.of(), MigrationRequest.MOST_DATABASES);
    }

    /// The same, which also tells what the configuration leaves open.
    public ExamineServers with(AllowLists allowLists) {
        return new ExamineServers(servers, tools, examineTarget, estimate, allowLists::assess, mostDatabases);
    }

    /// The same, which also estimates what the migration takes.
    public ExamineServers estimating(EstimateMigration estimateMigration) {
        return new ExamineServers(
                servers, tools, examineTarget, estimateMigration::estimate, assessRequest, mostDatabases);
    }

    /// The same, of which a migration takes fewer databases than the most that there may be.
    public ExamineServers taking(int mostDatabases) {
        if (mostDatabases < 1 || mostDatabases > MigrationRequest.MOST_DATABASES) {
            throw new IllegalArgumentException("pgconvoy.preflight.most-databases must be between 1 and %d, and is %d"
                    .formatted(MigrationRequest.MOST_DATABASES, mostDatabases));
        }
        return new ExamineServers(servers, tools, examineTarget, estimate, assessRequest, mostDatabases);
    }

    public PreflightReport examine(MigrationRequest request) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return examine(request, threads);
        }
    }

    /// What Azure moves it validates itself, from its own network: then no connection of ours says anything.
    ///
    /// @param threads where everything runs that may wait for a server; who interrupts them ends the examination
    PreflightReport examine(MigrationRequest request, Executor threads) {
        var report = switch (request.options().executor()) {
            case WORKERS -> connect(request, threads);
            case AZURE -> new PreflightReport(request, alone(request));
        };
        return report.with(assessRequest.apply(request));
    }

    private List<Finding> alone(MigrationRequest request) {
        try {
            return examineTarget.alone(request);
        } catch (RuntimeException e) {
            return List.of(notRun("preflight", request, e));
        }
    }

    private PreflightReport connect(MigrationRequest request, Executor threads) {
        try {
            var connecting =
                    CompletableFuture.supplyAsync(() -> servers.connect(request, ExaminedSide.TARGET), threads);
            try (var source = servers.connect(request, ExaminedSide.SOURCE);
                    var target = connecting.join()) {
                if (source instanceof Connected(var atSource) && target instanceof Connected(var atTarget)) {
                    return examine(request, atSource, atTarget, threads);
                }
                return new PreflightReport(
                        request,
                        Stream.of(source, target)
                                .flatMap(ExamineServers::refusal)
                                .toList());
            } finally {
                // Should the source have thrown, nobody has taken the target's answer.
                connecting.thenAccept(ConnectionAttempt::close);
            }
        } catch (SQLException | RuntimeException e) {
            return new PreflightReport(request, List.of(notRun("preflight", request, e)));
        }
    }

    private static Stream<Finding> refusal(ConnectionAttempt attempt) {
        return switch (attempt) {
            case Connected _ -> Stream.of();
            case Refused(var refusal) -> Stream.of(ConnectionFindings.assess(refusal));
        };
    }

    private PreflightReport examine(
            MigrationRequest request, ServerSession source, ServerSession target, Executor threads)
            throws SQLException {
        var rules = new FilterRules(request.options().filters());
        var selection = DatabaseSelection.of(
                request.databases(), name -> !rules.includesDatabase(name), DatabaseCatalog.of(source));
        var resolved = selection.names().size() <= mostDatabases ? request.withDatabases(selection.names()) : request;
        var examination = new Examination(resolved, source, target, selection, mostDatabases, tools);
        var estimating = CompletableFuture.supplyAsync(() -> estimate.apply(examination), threads);
        var besides = CompletableFuture.supplyAsync(() -> examineTarget.beside(examination), threads);
        var checked = check(Checks.of(request.options()), examination, threads);
        var findings = Stream.concat(checked.stream().flatMap(one -> one.findings().stream()), besides.join().stream())
                .toList();
        var overwritable = new TreeMap<String, Long>();
        checked.forEach(one -> overwritable.putAll(one.overwritable()));
        return new PreflightReport(resolved, findings, overwritable, estimating.join());
    }

    /// In the order of the checks.
    private static List<CheckOutcome> check(List<Check> checks, Examination examination, Executor threads) {
        var ofDatabases = new ArrayList<DatabaseCheck<?>>();
        var others = new LinkedHashMap<Check, CompletableFuture<CheckOutcome>>();
        for (var check : checks) {
            if (check instanceof DatabaseCheck<?> ofDatabase) {
                ofDatabases.add(ofDatabase);
            } else {
                others.put(check, CompletableFuture.supplyAsync(() -> run(check, examination), threads));
            }
        }
        var swept = new DatabaseSweep(
                        examination, ofDatabases, (check, e) -> notRun(check.name(), examination.request(), e))
                .run(threads);
        return checks.stream()
                .map(check -> Optional.ofNullable(others.get(check))
                        .map(CompletableFuture::join)
                        .orElseGet(() -> CheckOutcome.of(swept.getOrDefault(check, List.of()))))
                .toList();
    }

    private static CheckOutcome run(Check check, Examination examination) {
        try {
            return check.check(examination);
        } catch (SQLException | RuntimeException e) {
            return CheckOutcome.of(List.of(notRun(check.name(), examination.request(), e)));
        }
    }

    static Finding notRun(String check, MigrationRequest request, Exception e) {
        // A server's refusal needs no stack; a fault of ours does.
        var why = ServerErrorText.ofAny(e);
        LOG.warnf(
                e instanceof SQLException ? null : e, "The check %s of %s could not run: %s", check, request.id(), why);
        return Finding.error(
                check,
                FindingCode.CHECK_NOT_RUN,
                request.id().toString(),
                "The check could not run: " + why,
                "Correct what the message names and request again under another name, or report it with the service's log.");
    }
}
