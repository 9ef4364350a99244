package dev.pgconvoy.preflight.examination;

/// How connecting to a server went.
public sealed interface Attempt extends AutoCloseable {

    @Override
    void close();

    record Connected(ServerSession session) implements Attempt {
        @Override
        public void close() {
            session.close();
        }
    }

    record Refused(Refusal refusal) implements Attempt {
        @Override
        public void close() {}
    }
}
