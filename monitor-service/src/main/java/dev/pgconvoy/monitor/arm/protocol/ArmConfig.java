package dev.pgconvoy.monitor.arm.protocol;

import dev.pgconvoy.migration.connection.SslMode;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/// Which servers Azure's interface knows; without one it is off.
@ConfigMapping(prefix = "pgconvoy.arm")
public interface ArmConfig {

    /// By the name that stands in paths.
    Map<String, Target> servers();

    /// Of resource groups, and of servers that name none.
    @WithDefault("westeurope")
    @Pattern(regexp = "[A-Za-z0-9 ]{1,64}")
    String location();

    /// How long an answer waits until what it says can be read by whoever asks next.
    @WithDefault("5s")
    @DurationMin(millis = 10)
    @DurationMax(minutes = 1)
    Duration visibleWithin();

    /// How long the answer that there is no such thing waits: another monitor may just have said that there is.
    @WithDefault("250ms")
    @DurationMin(millis = 0)
    @DurationMax(seconds = 10)
    Duration elsewhereWithin();

    /// Where a server is.
    interface Target {

        String host();

        @WithDefault("5432")
        @Min(1)
        @Max(65_535)
        int port();

        /// To connect to before the migrated ones exist.
        @WithDefault("postgres")
        String database();

        @WithDefault("require")
        SslMode sslmode();

        Optional<@Pattern(regexp = "[A-Za-z0-9 ]{1,64}") String> location();
    }
}
