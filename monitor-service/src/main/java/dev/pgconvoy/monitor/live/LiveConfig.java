package dev.pgconvoy.monitor.live;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/// How much is kept in memory of what running migrations do. A piece is one part, index, constraint or comparison of a
/// table, and takes about 200 bytes.
@ConfigMapping(prefix = "pgconvoy.live")
public interface LiveConfig {

    @WithDefault("300000")
    @Min(1_000)
    @Max(10_000_000)
    int mostPieces();

    @WithDefault("50000")
    @Min(100)
    @Max(10_000_000)
    int mostPiecesPerMigration();

    /// How far back the topics of work are read at the start of the monitor, at most.
    @WithDefault("24h")
    @DurationMin(minutes = 1)
    @DurationMax(days = 7)
    Duration lookBack();

    /// How long the tables of a migration that is over are kept; its report has them then.
    @WithDefault("1m")
    @DurationMin(seconds = 0)
    @DurationMax(days = 1)
    Duration keepEnded();
}
