package dev.pgconvoy.monitor.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/// Who may call over HTTP.
@ConfigMapping(prefix = "pgconvoy.http")
public interface AccessConfig {

    /// Names under which the monitor is called, beside `localhost` and the loopback addresses; `*` for any letters. A
    /// page of somebody else's can have its own name point to us, and is told apart only by that name.
    Optional<List<String>> hosts();

    /// Whose pages may change something, beside our own: `https://portal.example`.
    Optional<List<String>> origins();

    /// A file whose content is the token that every caller must send; read at the start.
    Optional<Path> tokenFile();

    /// A file whose content opens one session of a browser, once: it is deleted then.
    Optional<Path> loginCodeFile();

    /// How long a browser's session lasts.
    @WithDefault("12h")
    @DurationMin(minutes = 1)
    @DurationMax(days = 30)
    Duration session();

    Roles roles();

    Rate rate();

    /// Which roles of an issuer's tokens mean ours.
    interface Roles {

        @WithDefault("pgconvoy-viewer")
        Set<String> viewer();

        @WithDefault("pgconvoy-operator")
        Set<String> operator();

        @WithDefault("pgconvoy-admin")
        Set<String> admin();
    }

    /// Of one caller, by the address that calls.
    interface Rate {

        @WithDefault("100")
        @Min(1)
        @Max(100_000)
        int callsPerSecond();

        @WithDefault("20")
        @Min(1)
        @Max(100_000)
        int changesPerSecond();

        /// How many seconds' worth may come at once.
        @WithDefault("5")
        @Min(1)
        @Max(3_600)
        int burstSeconds();
    }
}
