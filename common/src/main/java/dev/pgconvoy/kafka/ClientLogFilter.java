package dev.pgconvoy.kafka;

import dev.pgconvoy.text.LogLimit;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Filter;
import java.util.logging.LogRecord;

/// Bounds what a log gets of Kafka's own complaints: each client says again and again that a broker
/// is away, or that it may not read, for as long as that lasts. The lines of others all pass.
public final class ClientLogFilter implements Filter {

    private static final List<String> LIBRARIES = List.of("org.apache.kafka.", "io.smallrye.reactive.messaging.kafka");

    private final LogLimit limit = new LogLimit();

    @Override
    public boolean isLoggable(LogRecord line) {
        var logger = String.valueOf(line.getLoggerName());
        return LIBRARIES.stream().noneMatch(logger::startsWith) || isWithinLimit(logger, line);
    }

    private boolean isWithinLimit(String logger, LogRecord line) {
        var text = String.valueOf(line.getMessage());
        var written = new ArrayList<String>();
        limit.write(logger, text, written::add);
        if (written.isEmpty()) {
            return false;
        }
        if (!written.contains(text)) {
            line.setThrown(null); // it only says that more are left out
        }
        line.setMessage(String.join("; ", written));
        return true;
    }
}
