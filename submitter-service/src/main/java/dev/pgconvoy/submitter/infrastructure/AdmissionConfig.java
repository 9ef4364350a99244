package dev.pgconvoy.submitter.infrastructure;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// Limits of admission.
@ConfigMapping(prefix = "pgconvoy.admission")
interface AdmissionConfig {

    /// How many migrations may wait for one target server, 1 to 1000.
    @WithDefault("100")
    int queueLimit();
}
