package dev.pgconvoy.it.environment;

/// Who runs Kafka and the PostgreSQL servers.
interface TestInfrastructure extends AutoCloseable {

    /// @return the bootstrap servers
    String startKafka();

    RunningServer startPostgres(String name, int major);

    @Override
    void close();
}
