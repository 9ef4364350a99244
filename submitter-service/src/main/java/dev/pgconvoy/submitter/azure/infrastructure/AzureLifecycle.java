package dev.pgconvoy.submitter.azure.infrastructure;

import dev.pgconvoy.secret.AllowListWarnings;
import dev.pgconvoy.secret.AllowedReferences;
import dev.pgconvoy.submitter.azure.messaging.StateView;
import dev.pgconvoy.submitter.azure.messaging.SubmittedChannel;
import dev.pgconvoy.submitter.azure.messaging.SubmittedRecords;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.interceptor.Interceptor;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/// Starts and ends, where Azure is switched on, what the channel of submitted migrations needs.
@ApplicationScoped
class AzureLifecycle {

    private static final Logger LOG = Logger.getLogger(AzureLifecycle.class);
    private static final int BEFORE_CHANNELS = Interceptor.Priority.LIBRARY_BEFORE - 1;

    private final boolean enabled;
    private final SubmitConfig submit;
    private final Config config;
    private final Instance<StateView> states;
    private final Instance<SubmittedRecords> records;
    private final SubmittedChannel submitted;

    AzureLifecycle(
            @ConfigProperty(name = "pgconvoy.azure.enabled", defaultValue = "false") boolean enabled,
            SubmitConfig submit,
            Config config,
            Instance<StateView> states,
            Instance<SubmittedRecords> records,
            SubmittedChannel submitted) {
        this.enabled = enabled;
        this.submit = submit;
        this.config = config;
        this.states = states;
        this.records = records;
        this.submitted = submitted;
    }

    /// The channels are connected after it, so a wrong setting ends the service before it takes a record.
    void start(@Observes @Priority(BEFORE_CHANNELS) StartupEvent started) {
        if (enabled) {
            submit.requireBoundedConcurrency();
            records.get();
            states.get().start();
            AllowListWarnings.of(
                            AllowedReferences.configured().servers(),
                            AllowListWarnings.addresses(name -> config.getOptionalValue(name, String.class)))
                    .forEach(LOG::warn);
            LOG.info("Azure is switched on: migrations with the executor azure are brought there");
        }
    }

    /// Also where Azure is not switched on.
    boolean isReady() {
        return !enabled || (states.get().loops().isReady() && submitted.isReady());
    }

    boolean isAlive() {
        return !enabled || (states.get().loops().isAlive() && submitted.isAlive());
    }

    void stop(@Observes @Priority(1) ShutdownEvent stopping) throws InterruptedException {
        if (enabled) {
            submitted.stop();
            states.get().stop();
        }
    }
}
