package dev.pgconvoy.monitor.webhook;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/// Who is told. Only receivers that stand here get anything: nobody can name one in a request.
@ConfigMapping(prefix = "pgconvoy.webhooks")
public interface WebhooksConfig {

    /// By a name of lower-case letters, digits and hyphens.
    Map<String, Receiver> endpoints();

    /// Whether receivers may be in our own network: at private and loopback addresses, and without TLS.
    @WithDefault("false")
    boolean allowPrivate();

    /// Certificates in PEM of the authorities that receivers are believed by, in the place of Java's.
    Optional<Path> caFile();

    /// How long a receiver may take for its answer.
    @WithDefault("10s")
    @DurationMin(millis = 100)
    @DurationMax(seconds = 30)
    Duration timeout();

    /// The first wait after a failure; it doubles each time.
    @WithDefault("5s")
    @DurationMin(millis = 10)
    @DurationMax(hours = 1)
    Duration firstDelay();

    @WithDefault("5m")
    @DurationMin(millis = 10)
    @DurationMax(hours = 1)
    Duration longestDelay();

    /// What happened longer ago is not sent any more.
    @WithDefault("3d")
    @DurationMin(seconds = 1)
    @DurationMax(days = 7)
    Duration keepTrying();

    /// Somebody who is told.
    interface Receiver {

        URI url();

        /// Where its keys are: `file:/path` or `env:NAME`. There, one `whsec_…` or several with spaces or new lines
        /// between; each signs.
        String secret();

        /// What it is told; everything by default.
        Optional<Set<Transition>> on();
    }
}
