package dev.pgconvoy.it.faults;

import static org.awaitility.Awaitility.await;

import dev.pgconvoy.it.content.SuperuserSql;
import dev.pgconvoy.it.environment.RunningServer;
import dev.pgconvoy.launcher.stack.PostgresProcess;
import dev.pgconvoy.launcher.stack.Stack;
import dev.pgconvoy.launcher.stack.StackDistribution;
import dev.pgconvoy.launcher.stack.StackMember;
import dev.pgconvoy.launcher.stack.folder.StackFolder;
import dev.pgconvoy.launcher.stack.settings.KafkaSettings;
import dev.pgconvoy.launcher.stack.settings.PostgresSettings;
import dev.pgconvoy.launcher.stack.settings.ServiceSettings;
import dev.pgconvoy.secret.SealKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Three brokers, two of each service, three workers, a source and a target behind proxies; all of them processes that
/// may be killed, suspended and replaced. Logs are in `it/target/faults/stack/logs`.
final class FaultCluster implements AutoCloseable {

    static final Path FOLDER = Path.of("target", "faults").toAbsolutePath();
    static final Duration LEASE = Duration.ofSeconds(15);
    static final String MOVER = "mover";
    static final List<String> WORKERS = List.of("copy-worker-1", "copy-worker-2", "copy-worker-3");
    static final List<String> PREFLIGHTS = List.of("preflight-service-1", "preflight-service-2");
    static final List<String> SUBMITTERS = List.of("submitter-service-1", "submitter-service-2");
    static final List<String> MONITORS = List.of("monitor-service-1", "monitor-service-2");

    /// Slow enough for a phase to be seen, fast enough for a run of a few seconds.
    static final int SOURCE_BYTES_PER_SECOND = 4_000_000;

    private static final int UNLIMITED = Integer.MAX_VALUE;
    private static final int MAJOR = 15;
    private static final Duration GONE = Duration.ofSeconds(40);
    private static final Duration SERVING = Duration.ofSeconds(60);

    private final Stack stack;
    private final List<KafkaSettings> brokers;
    private final PostgresProcess source;
    private final PostgresProcess target;
    private final FreezingProxy sourceLine;
    private final FreezingProxy targetLine;
    private final Path sealKeyFile;
    private final SmallDisk targetDisk;

    private FaultCluster(Stack stack, List<KafkaSettings> brokers, SmallDisk targetDisk) throws IOException {
        this.stack = stack;
        this.brokers = brokers;
        this.targetDisk = targetDisk;
        stack.startAll(Stream.concat(
                        brokers.stream(),
                        Stream.of(PostgresSettings.of("source", MAJOR), PostgresSettings.of("target", MAJOR)))
                .toList());
        this.source = stack.postgres("source");
        this.target = stack.postgres("target");
        this.sourceLine = FreezingProxy.before(source.port(), SOURCE_BYTES_PER_SECOND);
        this.targetLine = FreezingProxy.before(target.port(), UNLIMITED);
        this.sealKeyFile = stack.folder().keys().resolve("seal-key.json");
        SealKey.create(sealKeyFile);
    }

    static FaultCluster start() throws IOException, SQLException, InterruptedException {
        var root = FOLDER.resolve("stack");
        SmallDisk.unmount(root.resolve(ServerEnd.TARGET.serverName()));
        FileTrees.delete(root);
        var folder = StackFolder.open(root);
        var disk = SmallDisk.at(folder.server(ServerEnd.TARGET.serverName()));
        var stack = Stack.in(folder, StackDistribution.current());
        try {
            var cluster = new FaultCluster(stack, KafkaSettings.cluster(3), disk);
            cluster.prepareServers();
            cluster.startServices();
            return cluster;
        } catch (IOException | SQLException | RuntimeException e) {
            stack.close();
            disk.close();
            throw e;
        }
    }

    /// Without autovacuum, whoever changes a row on the target is one of us or one of them.
    private void prepareServers() throws SQLException {
        for (var server : List.of(directSource(), directTarget())) {
            for (var setting : List.of(
                    "autovacuum = off",
                    "max_wal_size = '128MB'",
                    "log_line_prefix = '%m [%p] %d %a '",
                    "log_statement = 'ddl'")) {
                SuperuserSql.execute(server, "postgres", "ALTER SYSTEM SET " + setting);
            }
            SuperuserSql.execute(server, "postgres", "SELECT pg_reload_conf()");
        }
        var password = target.password();
        var script = new StringBuilder();
        password.use(value -> script.append("""
                CREATE ROLE %1$s LOGIN CREATEDB CREATEROLE PASSWORD '%2$s';
                GRANT pg_signal_backend TO %1$s;
                GRANT CREATE ON DATABASE postgres TO %1$s
                """.formatted(MOVER, value)));
        SuperuserSql.execute(directTarget(), "postgres", script.toString());
    }

    private void startServices() {
        // One of each first: they make the topics.
        stack.startAll(Stream.of(PREFLIGHTS, SUBMITTERS, MONITORS, WORKERS)
                .map(names -> settings(names.getFirst()))
                .toList());
        stack.startAll(Stream.of(PREFLIGHTS, SUBMITTERS, MONITORS, WORKERS)
                .flatMap(names -> names.stream().skip(1))
                .map(this::settings)
                .toList());
    }

    private ServiceSettings settings(String name) {
        return ServiceSettings.of(name.substring(0, name.lastIndexOf('-')))
                .named(name)
                .with("kafka.bootstrap.servers", bootstrapServers())
                .with("pgconvoy.topics.replication", "3")
                .with("pgconvoy.topics.partitions", "4")
                .with("pgconvoy.secrets.file", stack.folder().keys().toString())
                .with("pgconvoy.seal-key-file", sealKeyFile.toString())
                .with("pgconvoy.worker.name", name)
                .with("pgconvoy.worker.lease", LEASE.toSeconds() + "s")
                .with("pgconvoy.worker.conductor-slots", "2")
                .with("pgconvoy.worker.copier-slots", "3")
                .with("pgconvoy.worker.batch-tables", "4")
                .with("pgconvoy.worker.stall", "10s")
                .with("pgconvoy.worker.connect-timeout", "5s")
                .with("pgconvoy.preflight.connect-timeout", "5s")
                .with("pgconvoy.retry.first", "100ms")
                .with("pgconvoy.retry.longest", "10s")
                .with("pgconvoy.retry.silence", "5s")
                .with("pgconvoy.watchdog.stalled-after", "30s");
    }

    String bootstrapServers() {
        return brokers.stream().map(KafkaSettings::address).collect(Collectors.joining(","));
    }

    int brokerCount() {
        return brokers.size();
    }

    FreezingProxy line(ServerEnd end) {
        return switch (end) {
            case SOURCE -> sourceLine;
            case TARGET -> targetLine;
        };
    }

    /// As the services reach it.
    RunningServer proxied(ServerEnd end) {
        return direct(end).behind(line(end).port());
    }

    /// As the checker reaches it.
    RunningServer direct(ServerEnd end) {
        return switch (end) {
            case SOURCE -> directSource();
            case TARGET -> directTarget();
        };
    }

    private RunningServer directSource() {
        return new RunningServer("faults-source", MAJOR, "127.0.0.1", source.port(), source.passwordFile());
    }

    private RunningServer directTarget() {
        return new RunningServer("faults-target", MAJOR, "127.0.0.1", target.port(), target.passwordFile());
    }

    long pid(String name) {
        return newest(name).pid();
    }

    boolean isAlive(String name) {
        return stack.members().stream().anyMatch(member -> member.name().equals(name));
    }

    void kill(String name) {
        newest(name).kill();
    }

    /// A new process where there is none of this name.
    void replace(String name) {
        if (isAlive(name)) {
            return;
        }
        brokers.stream()
                .filter(broker -> broker.name().equals(name))
                .findFirst()
                .ifPresentOrElse(stack::start, () -> stack.start(settings(name)));
    }

    void replaceAll(List<String> names) {
        var missing = names.stream().filter(name -> !isAlive(name)).toList();
        stack.startAll(missing.stream().map(this::settings).toList());
    }

    void signal(String name, String signal) throws IOException, InterruptedException {
        ProcessSignals.send(pid(name), signal);
    }

    /// Fast: in order, immediate: as in a crash. Returns when it serves again.
    void restart(ServerEnd end, boolean immediate) throws IOException, InterruptedException {
        var name = end.serverName();
        var process = newest(name);
        ProcessSignals.send(process.pid(), immediate ? "QUIT" : "INT");
        await(name + " ends").atMost(GONE).until(() -> !process.isAlive());
        startAgain(end);
    }

    private void startAgain(ServerEnd end) {
        stack.start(
                PostgresSettings.of(end.serverName(), MAJOR).onPort(direct(end).port()));
        await(end.serverName() + " serves").atMost(SERVING).ignoreExceptions().until(() -> serves(end));
    }

    /// A server that found no room to recover from a crash has ended.
    void startIfEnded(ServerEnd end) {
        await(end.serverName() + " serves or has ended")
                .atMost(SERVING)
                .ignoreExceptions()
                .until(() -> !isAlive(end.serverName()) || serves(end));
        if (!isAlive(end.serverName())) {
            startAgain(end);
        }
    }

    private boolean serves(ServerEnd end) throws SQLException {
        return SuperuserSql.lines(direct(end), "postgres", "SELECT 't'").contains("t");
    }

    SmallDisk targetDisk() {
        return targetDisk;
    }

    private StackMember newest(String name) {
        return stack.members().stream()
                .filter(member -> member.name().equals(name))
                .reduce((_, later) -> later)
                .orElseThrow(() -> new IllegalStateException(name + " does not run"));
    }

    /// Whoever is missing is replaced, nobody is suspended, all lines pass on.
    void heal() throws IOException, InterruptedException {
        targetDisk.empty();
        for (var end : ServerEnd.values()) {
            line(end).thaw();
            line(end).delay(Duration.ZERO);
            line(end).cutSilenced();
        }
        line(ServerEnd.SOURCE).speed(SOURCE_BYTES_PER_SECOND);
        for (var member : stack.members()) {
            ProcessSignals.send(member.pid(), "CONT");
        }
        for (var broker : brokers) {
            replace(broker.name());
        }
        replaceAll(Stream.of(PREFLIGHTS, SUBMITTERS, MONITORS, WORKERS)
                .flatMap(List::stream)
                .toList());
    }

    /// Programs that our services have started and that still run.
    List<String> childrenOfWorkers() {
        return WORKERS.stream()
                .filter(this::isAlive)
                .flatMap(name -> ProcessHandle.of(pid(name)).stream())
                .flatMap(ProcessHandle::descendants)
                .map(child -> child.pid() + " " + child.info().commandLine().orElse("?"))
                .toList();
    }

    /// The logs as they stand now, for one run.
    void keepLogs(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (var logs = Files.list(stack.folder().logs())) {
            for (var log : logs.toList()) {
                Files.copy(log, folder.resolve(log.getFileName()), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (var member : stack.members()) {
            try {
                ProcessSignals.send(member.pid(), "CONT");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        stack.close();
        sourceLine.close();
        targetLine.close();
        targetDisk.close();
    }
}
