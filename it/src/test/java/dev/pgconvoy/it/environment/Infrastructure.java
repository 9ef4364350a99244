package dev.pgconvoy.it.environment;

/// Who runs Kafka and the PostgreSQL servers.
interface Infrastructure extends AutoCloseable {

    /// @return the bootstrap servers
    String startKafka();

    PostgresServer startPostgres(String name, int major);

    @Override
    void close();
}
