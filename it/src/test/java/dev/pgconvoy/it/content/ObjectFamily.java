package dev.pgconvoy.it.content;

import dev.pgconvoy.it.environment.RunningServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;

/// A database of objects of one kind, with all the attributes that PostgreSQL gives to that kind.
///
/// @param name of its file in `resources/families`
/// @param encoding of the database
public record ObjectFamily(String name, String encoding, String sql) {

    private static final Path FOLDER = Path.of("src", "test", "resources", "families");
    private static final Pattern ENCODING = Pattern.compile("^-- encoding: (\\S+)$", Pattern.MULTILINE);
    private static final String SUFFIX = ".sql";

    public static List<ObjectFamily> all() throws IOException {
        try (var files = Files.list(FOLDER)) {
            return files.sorted().map(ObjectFamily::read).toList();
        }
    }

    private static ObjectFamily read(Path file) {
        try {
            var sql = Files.readString(file);
            var encoding = ENCODING.matcher(sql);
            return new ObjectFamily(
                    file.getFileName().toString().replace(SUFFIX, ""),
                    encoding.find() ? encoding.group(1) : "UTF8",
                    sql);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// One of them has a name that nobody expects.
    public String database() {
        return name.equals("odd_tables") ? "Ödd \"tables\" %s/?=&'; -- $x" : "family_" + name;
    }

    public void create(RunningServer server) throws SQLException {
        TestDatabases.create(server, database(), encoding);
        SuperuserSql.execute(server, database(), sql);
    }

    /// The roles that own and may do things in some of them.
    public static void createRoles(RunningServer server) throws SQLException {
        SuperuserSql.execute(server, "postgres", SuperuserSql.resource("content/create_roles"));
    }
}
