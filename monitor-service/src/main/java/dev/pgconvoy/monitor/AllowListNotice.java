package dev.pgconvoy.monitor;

import dev.pgconvoy.secret.AllowListWarnings;
import dev.pgconvoy.secret.AllowedReferences;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/// Says at the start what the configuration leaves to whoever may request a migration here. The monitor itself connects
/// to no server; the lists count in the services that do, and are meant to be the same in all.
final class AllowListNotice {

    private static final Logger LOG = Logger.getLogger(AllowListNotice.class);

    void start(@Observes StartupEvent started, Config settings) {
        AllowListWarnings.of(
                        AllowedReferences.configured().servers(),
                        AllowListWarnings.addresses(name -> settings.getOptionalValue(name, String.class)))
                .forEach(LOG::warn);
    }
}
