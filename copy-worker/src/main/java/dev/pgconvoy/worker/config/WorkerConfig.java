package dev.pgconvoy.worker.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Everything that can be set for a worker. Bounds are checked where the values are used.
@ConfigMapping(prefix = "pgconvoy")
interface WorkerConfig {

    Optional<Path> sealKeyFile();

    /// The folder of pg_dump and pg_restore; the newest installation when empty.
    Optional<Path> pgBin();

    Worker worker();

    Retry retry();

    TopicsConfig topics();

    interface Worker {
        /// The name that events and logs show; host and process id when empty.
        Optional<String> name();

        /// Tasks that run at once in this process, 1 to 64.
        @WithDefault("6")
        int copierSlots();

        /// Migrations that this process leads at once, 1 to 64.
        @WithDefault("8")
        int conductorSlots();

        /// How long the broker keeps work for a silent worker, 15 s to 60 s.
        @WithDefault("15s")
        Duration lease();

        @WithDefault("10s")
        Duration connectTimeout();

        /// Most tables in one transaction.
        @WithDefault("256")
        int batchTables();

        /// Most bytes in a transaction of several tables.
        @WithDefault("67108864")
        long batchBytes();

        /// Most bytes of heap and TOAST in one part of a table, unless the request says otherwise.
        @WithDefault("536870912")
        long partBytes();

        /// How long a copy may pass no byte before its sessions are broken and it is tried again.
        @WithDefault("5m")
        Duration stall();

        /// After which a paused migration goes on by itself, 1 minute to 7 days.
        @WithDefault("4h")
        Duration longestPause();

        /// Whether moved roles keep memberships that let them run programs, or read and write files, on the server.
        @WithDefault("false")
        boolean serverAccessRoles();
    }

    interface Retry {
        @WithDefault("10")
        int most();

        @WithDefault("1s")
        Duration first();

        @WithDefault("5m")
        Duration longest();

        /// A task that nobody speaks of for so long is sent again.
        @WithDefault("60s")
        Duration silence();
    }

    interface TopicsConfig {
        @WithDefault("8")
        int partitions();

        @WithDefault("1")
        short replication();

        @WithDefault("7d")
        Duration retention();
    }
}
