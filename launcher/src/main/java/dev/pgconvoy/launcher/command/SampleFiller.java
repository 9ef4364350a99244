package dev.pgconvoy.launcher.command;

import dev.pgconvoy.launcher.command.session.CommandSession;
import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.launcher.sample.SampleDatabase;
import dev.pgconvoy.launcher.stack.PostgresProcess;
import dev.pgconvoy.postgres.Identifiers;
import java.math.BigDecimal;
import java.sql.SQLException;

/// Fills a server of ours with the sample.
final class SampleFiller {

    private SampleFiller() {}

    static void fill(PostgresProcess server, BigDecimal scale, CommandSession session) {
        try {
            try (var connection = server.connect("postgres");
                    var statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE %s TEMPLATE template0 ENCODING 'UTF8'"
                        .formatted(Identifiers.quoted(SampleDatabase.NAME)));
            }
            try (var connection = server.connect(SampleDatabase.NAME)) {
                SampleDatabase.fill(connection, scale, step -> session.say("sample: " + step));
            }
        } catch (SQLException e) {
            throw CommandException.unusable("The sample could not be made: " + e.getMessage());
        }
    }
}
