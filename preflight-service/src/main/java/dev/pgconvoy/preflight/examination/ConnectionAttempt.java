package dev.pgconvoy.preflight.examination;

/// How connecting to a server went.
public sealed interface ConnectionAttempt extends AutoCloseable {

    @Override
    void close();

    record Connected(ServerSession session) implements ConnectionAttempt {
        @Override
        public void close() {
            session.close();
        }
    }

    record Refused(ConnectionRefusal refusal) implements ConnectionAttempt {
        @Override
        public void close() {}
    }
}
