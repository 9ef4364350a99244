package dev.pgconvoy.submitter.infrastructure;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;
import org.jboss.logging.Logger;

/// A dead letter that its headers made too large for its topic is given up, loudly: trying again would stop everybody.
/// Any other failure to write is tried again by a new thread.
public final class OversizedRecords implements ProductionExceptionHandler {

    private static final Logger LOG = Logger.getLogger(OversizedRecords.class);

    @Override
    public Response handleError(ErrorHandlerContext context, ProducerRecord<byte[], byte[]> unsent, Exception failure) {
        if (failure instanceof RecordTooLargeException && unsent.topic().endsWith(".dlq")) {
            LOG.errorf("A record of %s is too large for %s and is lost", context.topic(), unsent.topic());
            return Response.resume();
        }
        return Response.fail();
    }

    @Override
    public void configure(Map<String, ?> settings) {}
}
