package dev.pgconvoy.monitor.azure;

import dev.pgconvoy.arm.ResourceId;
import dev.pgconvoy.azure.AzureSettings;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.lifecycle.Migration;
import dev.pgconvoy.migration.ExecutorKind;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.monitor.fold.ExternalWatchers;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// A poller for each migration that Azure moves and a task of the fold in this process holds.
final class AzureWatch implements ExternalWatchers {

    private static final Logger LOG = Logger.getLogger(AzureWatch.class);

    private final AzureSettings settings;
    private final ArmMigrations arm;
    private final PollConfig config;
    private final Poller.Shared shared;
    private final Map<MigrationId, Held> pollers = new ConcurrentHashMap<>();

    private record Held(Object task, Poller poller) {}

    AzureWatch(AzureSettings settings, ArmMigrations arm, PollConfig config, Poller.Shared shared) {
        this.settings = settings;
        this.arm = arm;
        this.config = config;
        this.shared = shared;
    }

    @Override
    public void hold(Object task, Migration migration, boolean submitted) {
        var request = migration.dossier().request();
        if (request.options().executor() != ExecutorKind.AZURE || !submitted) {
            return;
        }
        pollers.compute(request.id(), (_, held) -> {
            if (migration.isFinal()) {
                stop(held);
                return null;
            }
            if (held != null && held.task() == task) {
                held.poller().update(migration);
                return held;
            }
            stop(held);
            return begin(task, migration);
        });
    }

    private static void stop(@Nullable Held held) {
        if (held != null) {
            held.poller().stop();
        }
    }

    /// The submitter refuses what is nowhere, or where nothing is allowed.
    private @Nullable Held begin(Object task, Migration migration) {
        var request = migration.dossier().request();
        return resource(request)
                .map(resource -> new Poller(
                        request.id().toString(), new AzureMigrationWatch(migration, resource, arm, config), shared))
                .map(poller -> new Held(task, poller.start()))
                .orElse(null);
    }

    private Optional<ResourceId> resource(MigrationRequest request) {
        try {
            return settings.resourceOf(request);
        } catch (MigrationException e) {
            LOG.warnf("Azure is not asked about %s: %s", request.id(), e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public void release(Object task) {
        pollers.values().removeIf(held -> {
            if (held.task() == task) {
                held.poller().stop();
                return true;
            }
            return false;
        });
    }

    void close() {
        pollers.values().forEach(held -> held.poller().stop());
        shared.outlet().close();
    }

    int size() {
        return pollers.size();
    }
}
