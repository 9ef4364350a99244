package dev.pgconvoy.submitter.infrastructure;

import dev.pgconvoy.kafka.ClientLogFilter;
import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;

/// A broker that is away does not fill the log. `quarkus.log.console.filter` names it; Quarkus makes
/// it by reflection.
@LoggingFilter(name = "bounded-client-lines")
public final class SubmitterClientLines implements Filter {

    private final ClientLogFilter lines = new ClientLogFilter();

    @Override
    public boolean isLoggable(LogRecord line) {
        return lines.isLoggable(line);
    }
}
