package dev.pgconvoy.monitor.webhook;

import dev.pgconvoy.migration.notification.Transition;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/// Who is told. Only receivers that stand here, or that requests name at hosts that stand here, get anything.
@ConfigMapping(prefix = "pgconvoy.webhooks")
public interface WebhooksConfig {

    /// By a name of lower-case letters, digits and hyphens.
    Map<String, Receiver> endpoints();

    /// Where requests may have receivers, by a name of at most 20 lower-case letters, digits and hyphens, which
    /// requests use as `key`.
    Map<String, Allowed> allowed();

    /// How many receivers of requests are served at a time, each with a consumer of its own.
    @WithDefault("20")
    @Min(1)
    @Max(200)
    int mostRequested();

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

        /// Which labels a migration has that it is told of, `key:value` or `key`: all of these.
        Optional<List<String>> labels();

        /// Of which fleets' migrations it is told alone.
        Optional<Set<String>> fleets();
    }

    /// Where receivers may be that requests name.
    interface Allowed {

        /// `HOST` or `HOST:PORT`, in which `*` stands for any characters; without a port it is the one of `https://`
        /// (of `http://`).
        List<String> hosts();

        /// Where the keys are that sign, as of a configured receiver.
        String secret();
    }
}
