package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.event.Event;
import dev.pgconvoy.event.RequestHash;
import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.postgres.FreshPostgres;
import dev.pgconvoy.worker.lead.LeadTerm;
import dev.pgconvoy.worker.lead.Leadership;
import dev.pgconvoy.worker.lease.Lease;
import dev.pgconvoy.worker.ledger.CopyOrigin;
import dev.pgconvoy.worker.ledger.Fence;
import dev.pgconvoy.worker.report.DatabaseLog;
import dev.pgconvoy.worker.target.LedgeredSession;
import dev.pgconvoy.worker.target.TargetDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/// A real target, a migration of two databases, and conductors whose topics are in memory.
@Timeout(60)
abstract class AttemptsOnTarget {

    static final MigrationId ID = MigrationId.parse("target/attempts");
    private static final CopyOrigin ORIGIN = new CopyOrigin("system 1 database 5 shop", "all");
    private static EmbeddedPostgres server;
    private final List<ConductorFixture> conductors = new ArrayList<>();
    Connection admin;
    String user = "postgres";

    @BeforeAll
    static void startServer() throws IOException {
        server = FreshPostgres.start();
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.close();
    }

    @BeforeEach
    void connect() throws SQLException {
        admin = server.getPostgresDatabase().getConnection();
    }

    @AfterEach
    void dropAll() throws SQLException {
        Thread.interrupted();
        conductors.forEach(ConductorFixture::close);
        try (var session = admin;
                var statement = session.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS shop WITH (FORCE)");
            statement.execute("DROP DATABASE IF EXISTS books WITH (FORCE)");
            statement.execute("DROP SCHEMA IF EXISTS pgconvoy_lead CASCADE");
            statement.execute("DROP ROLE IF EXISTS mover");
        }
    }

    ServerEndpoint target(int port) {
        return new ServerEndpoint("localhost", port, user, Optional.empty(), SslMode.PREFER, "postgres");
    }

    MigrationRequest request() {
        return request(server.getPort());
    }

    MigrationRequest request(int port) {
        return Fixtures.aRequest()
                .id(ID)
                .from(target(2))
                .to(target(port))
                .databases("shop", "books")
                .build();
    }

    ConductorFixture conductor(Consumer<Event> hearer) {
        return conductor(request(), hearer);
    }

    ConductorFixture conductor(MigrationRequest request, Consumer<Event> hearer) {
        var conductor = new ConductorFixture(request, 1, hearer);
        conductors.add(conductor);
        return conductor;
    }

    static boolean migrate(ConductorFixture conductor) throws InterruptedException {
        try (var attempts = new MigrationAttempts(conductor.tools, conductor.delivery)) {
            return attempts.migrate();
        }
    }

    /// What an earlier conductor has left when it died: copies of both databases, that of `shop` complete.
    Leadership leftBehind(ConductorFixture conductor, int attempt) throws SQLException {
        var leader = Leadership.contend(
                server.getDatabase(user, "postgres").getConnection(),
                ID,
                Lease.startingNow(Duration.ofMinutes(10), System::nanoTime),
                Optional.empty());
        leader.begin(new LeadTerm(ID, RequestHash.of(request()), 1), attempt);
        conductor.delivery.publisher().sayDurably(new Observation.MigrationBegan(1, "worker-0"));
        for (var name : request().databases()) {
            var database =
                    new TargetDatabase(ConductorFixture.CONNECTOR, request().target(), leader, name);
            database.create(admin, ORIGIN, "a state");
            if (name.equals("shop")) {
                try (var session = database.openWired()) {
                    new LedgeredSession(session, leader.term()).complete(List.of(), new DatabaseLog(name).outcome());
                }
            }
        }
        return leader;
    }

    Optional<Fence.Owner> owner(String database) throws SQLException {
        try (var session = server.getDatabase("postgres", database).getConnection()) {
            return Fence.owner(session);
        }
    }

    boolean isRegistered() throws SQLException {
        try (var statement = admin.createStatement();
                var row = statement.executeQuery("SELECT to_regnamespace('pgconvoy_lead') IS NOT NULL")) {
            row.next();
            return row.getBoolean(1);
        }
    }
}
