package dev.pgconvoy.it.content;

import dev.pgconvoy.it.environment.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/// A database of what every server can hold, and of what newer ones can hold besides.
public final class PortableDatabase {

    private static final Path FOLDER = Path.of("src", "test", "resources", "matrix");
    private static final List<Integer> NEWS = List.of(10, 11, 12, 14);

    private PortableDatabase() {}

    public static void create(RunningServer server, String database) throws SQLException, IOException {
        TestDatabases.create(server, database);
        SuperuserSql.execute(server, database, Files.readString(FOLDER.resolve("portable.sql")));
        for (var since : NEWS) {
            if (server.major() >= since) {
                SuperuserSql.execute(
                        server, database, Files.readString(FOLDER.resolve("since_%d.sql".formatted(since))));
            }
        }
    }
}
