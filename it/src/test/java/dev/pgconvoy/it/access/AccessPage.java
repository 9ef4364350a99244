package dev.pgconvoy.it.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// docs/security/acls.md: who has which rights, and what is said to happen without each of them.
public final class AccessPage {

    private static final Path PAGE = Path.of("../docs/security/acls.md");
    private static final Pattern USER = Pattern.compile("## (pgconvoy-\\S+)");
    private static final Pattern ROW = Pattern.compile("\\| ([a-z ]+) \\| `([^`]+)` \\| ([A-Za-z, ]+) \\| (.+) \\|");
    private static final List<AccessRow> ROWS = read();

    private AccessPage() {}

    public static List<AccessRow> rows() {
        return ROWS;
    }

    public static List<AccessRow> rowsOf(String user) {
        return ROWS.stream().filter(row -> row.user().equals(user)).toList();
    }

    private static List<AccessRow> read() {
        try {
            var rows = new ArrayList<AccessRow>();
            var user = "";
            for (var line : Files.readAllLines(PAGE)) {
                var heading = USER.matcher(line);
                if (heading.matches()) {
                    user = heading.group(1);
                }
                var row = ROW.matcher(line);
                if (row.matches()) {
                    rows.add(new AccessRow(
                            user,
                            row.group(1),
                            row.group(2),
                            List.of(row.group(3).split(", ")),
                            row.group(4)));
                }
            }
            return List.copyOf(rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
