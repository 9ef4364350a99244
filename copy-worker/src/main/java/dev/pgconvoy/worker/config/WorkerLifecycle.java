package dev.pgconvoy.worker.config;

import dev.pgconvoy.azure.AzureSecrets;
import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.EventReader;
import dev.pgconvoy.event.EventType;
import dev.pgconvoy.event.RecordMac;
import dev.pgconvoy.kafka.EventProducer;
import dev.pgconvoy.kafka.KafkaConnection;
import dev.pgconvoy.kafka.TopicSettings;
import dev.pgconvoy.kafka.Topics;
import dev.pgconvoy.postgres.PgTools;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.secret.AllowListWarnings;
import dev.pgconvoy.secret.SealKey;
import dev.pgconvoy.secret.SecretResolver;
import dev.pgconvoy.worker.conductor.Conductor;
import dev.pgconvoy.worker.conductor.ConductorDependencies;
import dev.pgconvoy.worker.conductor.ConductorWork;
import dev.pgconvoy.worker.conductor.WorkerTopicListener;
import dev.pgconvoy.worker.copier.CopierMetrics;
import dev.pgconvoy.worker.copier.CopierWork;
import dev.pgconvoy.worker.copier.IndexBuilds;
import dev.pgconvoy.worker.copier.TaskSpans;
import dev.pgconvoy.worker.dispatch.InboxRegistry;
import dev.pgconvoy.worker.dispatch.RetryPolicy;
import dev.pgconvoy.worker.keeper.Keepers;
import dev.pgconvoy.worker.lease.LeasePool;
import dev.pgconvoy.worker.lease.RecentWork;
import dev.pgconvoy.worker.rate.LimitsFollower;
import dev.pgconvoy.worker.rate.LoadWatches;
import dev.pgconvoy.worker.rate.SharedRates;
import dev.pgconvoy.worker.schema.ScratchFolder;
import dev.pgconvoy.worker.servers.ConnectedServers;
import dev.pgconvoy.worker.snapshot.KafkaMigrationHistory;
import dev.pgconvoy.worker.snapshot.MigrationHistory;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Starts the slots of this worker and stops them: topics first, then ears, then hands.
@ApplicationScoped
class WorkerLifecycle {

    private static final Logger LOG = Logger.getLogger(WorkerLifecycle.class);
    private static final int CONDUCTORS_ASKING = 1;

    private final WorkerConfig config;
    private final Function<String, Optional<String>> lookup;
    private final AzureSecrets azure;
    private final Map<String, Object> connection;
    private final Supplier<Instant> clock;
    private final MeterRegistry registry;
    private final OpenTelemetry telemetry;
    private final InboxRegistry switchboard = new InboxRegistry();
    private @Nullable EventReader reader;
    private @Nullable EventProducer producer;
    private @Nullable Keepers keepers;
    private @Nullable KafkaMigrationHistory history;
    private @Nullable SharedRates rates;
    private @Nullable WorkerTopicListener ear;
    private @Nullable LimitsFollower limits;
    private @Nullable LoadWatches watches;
    private @Nullable LeasePool conductors;
    private @Nullable LeasePool copiers;
    private @Nullable ScheduledExecutorService ticker;

    WorkerLifecycle(
            WorkerConfig config,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            Config settings,
            Supplier<Instant> clock,
            MeterRegistry registry,
            OpenTelemetry telemetry) {
        this.config = config;
        this.lookup = name -> settings.getOptionalValue(name, String.class);
        this.azure = new AzureSecrets(lookup, clock::get);
        this.connection = KafkaConnection.of(kafka);
        this.clock = clock;
        this.registry = registry;
        this.telemetry = telemetry;
    }

    void start(@Observes StartupEvent event) throws InterruptedException {
        var sealKey = SealKey.ofServices(config.sealKeyFile());
        var mac = RecordMac.of(sealKey);
        var events = new EventReader(mac);
        reader = events;
        ScratchFolder.clean();
        var worker = config.worker().name().orElseGet(WorkerLifecycle::processName);
        try (var admin = Admin.create(connection)) {
            Topics.create(
                    admin,
                    new TopicSettings(
                            config.topics().partitions(),
                            config.topics().replication(),
                            config.topics().retention()));
        }
        var speaker = EventProducer.connect(connection, new EventCodec("/pgconvoy/copy-worker/" + worker, clock, mac));
        producer = speaker;
        var secrets = new SecretResolver(Optional.of(sealKey)).with(azure);
        AllowListWarnings.of(secrets.servers(), AllowListWarnings.addresses(lookup))
                .forEach(LOG::warn);
        var connector = new ServerConnector(secrets, config.worker().connectTimeout());
        var holders = new Keepers(worker, speaker, connector);
        keepers = holders;
        var limited = new SharedRates(worker, claim -> speaker.send(claim, Optional.empty()));
        rates = limited;
        var listener = new WorkerTopicListener(connection, switchboard, holders, limited, events, speaker);
        ear = listener;
        listener.awaitListening();
        limited.hearing();
        limits = LimitsFollower.start(connection, limited);
        var gates = new LoadWatches(limited, connector);
        watches = gates;
        var beat = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("progress").factory());
        ticker = beat;
        var past = new KafkaMigrationHistory(connection, events);
        history = past;
        var conductor = new Conductor(tools(worker, past, speaker, connector));
        var metrics = new CopierMetrics(registry, config.worker().copierSlots());
        var builds = new IndexBuilds();
        var spans = new TaskSpans(telemetry, clock);
        var recentWork = RecentWork.justNow();
        copiers = LeasePool.start(
                connection,
                pool(
                        "pgconvoy-copiers",
                        EventType.COPY_TASK,
                        config.worker().copierSlots(),
                        config.worker().copierSlots()),
                recentWork,
                () -> new CopierWork(
                        worker,
                        events,
                        speaker,
                        connector,
                        beat,
                        config.worker().stall(),
                        metrics,
                        builds,
                        gates,
                        spans));
        conductors = LeasePool.start(
                connection,
                pool(
                        "pgconvoy-conductors",
                        EventType.MIGRATION_SUBMITTED,
                        config.worker().conductorSlots(),
                        CONDUCTORS_ASKING),
                recentWork,
                () -> new ConductorWork(conductor, events, speaker));
        LOG.infof(
                "Worker %s runs %d tasks and leads %d migrations at once",
                worker, config.worker().copierSlots(), config.worker().conductorSlots());
    }

    private ConductorDependencies tools(
            String worker, MigrationHistory past, EventProducer speaker, ServerConnector connector) {
        return new ConductorDependencies(
                worker,
                clock,
                speaker,
                switchboard,
                past,
                request -> new ConnectedServers(
                        connector,
                        () -> PgTools.find(config.pgBin()),
                        config.worker().serverAccessRoles(),
                        request),
                new RetryPolicy(
                        config.retry().most(),
                        config.retry().first(),
                        config.retry().longest(),
                        config.retry().silence()),
                config.worker().batchTables(),
                config.worker().batchBytes(),
                config.worker().partBytes());
    }

    private LeasePool.Settings pool(String group, EventType topic, int slots, int asking) {
        return new LeasePool.Settings(
                group, topic.topic(), slots, asking, config.worker().lease());
    }

    private static String processName() {
        try {
            return InetAddress.getLocalHost().getHostName() + "-"
                    + ProcessHandle.current().pid();
        } catch (UnknownHostException _) {
            return "worker-" + ProcessHandle.current().pid();
        }
    }

    boolean isReady() {
        return ear != null
                && ear.isReady()
                && limits != null
                && limits.isReady()
                && conductors != null
                && conductors.isReady()
                && copiers != null
                && copiers.isReady();
    }

    /// Also while it starts. A slot that waits for its work to end is no reason to end all others.
    boolean isAlive() {
        return (ear == null || ear.isAlive())
                && (limits == null || limits.isAlive())
                && (conductors == null || conductors.isAlive())
                && (copiers == null || copiers.isAlive());
    }

    /// Records that were refused because no service of ours wrote them.
    long forgedRecords() {
        var events = reader;
        return events == null ? 0 : events.forged();
    }

    int leading() {
        return switchboard.leading();
    }

    void stop(@Observes ShutdownEvent event) {
        close(conductors);
        close(copiers);
        close(watches);
        close(rates);
        close(history);
        close(limits);
        close(ear);
        close(keepers);
        close(ticker);
        close(producer);
        close(ScratchFolder::close);
    }

    private static void close(@Nullable AutoCloseable closeable) {
        if (closeable != null) {
            try {
                closeable.close();
            } catch (Exception e) {
                LOG.warnf("Stopping: %s", e.getMessage());
            }
        }
    }
}
