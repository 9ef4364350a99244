package dev.pgconvoy.launcher.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;

/// Fills an empty database with the sample. The SQL also runs in psql, file after file in one session.
public final class SampleDatabase {

    /// What to call the database.
    public static final String NAME = "harbour";

    static final List<String> FILES = List.of(
            "01_scale",
            "02_types",
            "03_places_and_ships",
            "04_cargo",
            "05_partitions",
            "06_money_and_odd_ones",
            "10_fill_places_and_ships",
            "11_fill_cargo",
            "12_fill_events",
            "13_fill_documents",
            "14_fill_money_and_odd_ones",
            "20_keys_and_indexes",
            "21_foreign_keys",
            "22_views",
            "23_functions_and_triggers",
            "24_rights_and_publications",
            "25_event_trigger");

    private SampleDatabase() {}

    /// @param connection of a superuser to an empty UTF8 database of PostgreSQL 13 or newer, in auto-commit mode
    /// @param scale multiplies the rows of the large tables; 1 makes about 300 MB
    /// @param progress told each step, by a few words, before it begins
    public static void fill(Connection connection, BigDecimal scale, Consumer<String> progress) throws SQLException {
        try (var setting = connection.prepareStatement("SELECT set_config('sample.scale', ?, false)")) {
            setting.setString(1, scale.toPlainString());
            setting.execute();
        }
        for (var file : FILES) {
            progress.accept(file.substring(file.indexOf('_') + 1).replace('_', ' '));
            try (var statement = connection.createStatement()) {
                statement.execute(read("/sample/" + file + ".sql"));
            }
        }
    }

    private static String read(String resource) {
        try (var stream = SampleDatabase.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException(resource + " is not in the launcher's jar");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
