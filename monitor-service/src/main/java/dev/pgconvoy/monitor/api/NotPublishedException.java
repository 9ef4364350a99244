package dev.pgconvoy.monitor.api;

/// Kafka did not confirm in time; whether it has the event is not known.
public final class NotPublishedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public NotPublishedException(Throwable cause) {
        super("Kafka did not confirm the event in time.", cause);
    }
}
