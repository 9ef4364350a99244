package dev.pgconvoy.launcher.fleet.init;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.launcher.exit.ExitCode;
import dev.pgconvoy.launcher.exit.FailureReasons;
import dev.pgconvoy.postgres.PostgresUri;
import dev.pgconvoy.postgres.TlsParameters;
import dev.pgconvoy.secret.SecretRef;
import dev.pgconvoy.text.Spelling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads a list of servers: CSV whose first line names the columns.
///
/// `name`, `source` and `target` are required; `source_password`, `target_password` (references), `databases`
/// (separated by spaces), `wave`, and `label.KEY` for labels may be there.
public final class ServerList {

    private static final int LARGEST = 4 << 20;
    private static final int MOST_SHOWN = 20;
    private static final String LABEL = "label.";
    private static final List<String> REQUIRED = List.of("name", "source", "target");
    private static final List<String> COLUMNS =
            List.of("name", "source", "target", "source_password", "target_password", "databases", "wave");

    private final Path file;
    private final List<String> faults = new ArrayList<>();

    private ServerList(Path file) {
        this.file = file;
    }

    /// @throws CommandException with everything that is wrong with it
    public static List<ListedServer> read(Path file) {
        var list = new ServerList(file);
        var rows = list.rows();
        var servers = new ArrayList<ListedServer>();
        if (rows.isEmpty()) {
            list.faults.add("the list is empty; its first line names the columns: name,source,target");
        } else {
            list.checkColumns(rows.getFirst());
        }
        if (list.faults.isEmpty()) {
            for (var i = 1; i < rows.size(); i++) {
                list.server(i + 1, rows.getFirst(), rows.get(i)).ifPresent(servers::add);
            }
        }
        if (!list.faults.isEmpty()) {
            throw new CommandException(
                    ExitCode.VALIDATION_FAILED,
                    "%s cannot be used:%n%s"
                            .formatted(
                                    file,
                                    String.join(
                                            "\n",
                                            list.faults.stream()
                                                    .limit(MOST_SHOWN)
                                                    .toList())));
        }
        return servers;
    }

    private List<String[]> rows() {
        try {
            if (Files.size(file) > LARGEST) {
                throw CommandException.unusable("The list %s is larger than %d MiB".formatted(file, LARGEST >> 20));
            }
            try (var rows = new CsvMapper()
                    .readerFor(String[].class)
                    .with(CsvParser.Feature.WRAP_AS_ARRAY)
                    .with(CsvParser.Feature.TRIM_SPACES)
                    .with(CsvParser.Feature.SKIP_EMPTY_LINES)
                    .<String[]>readValues(Files.readString(file))) {
                return rows.readAll();
            }
        } catch (JsonProcessingException e) {
            throw new CommandException(
                    ExitCode.VALIDATION_FAILED,
                    "%s:%d: this is not CSV: %s".formatted(file, e.getLocation().getLineNr(), e.getOriginalMessage()));
        } catch (IOException e) {
            throw CommandException.unusable("The list %s cannot be read: %s".formatted(file, FailureReasons.of(e)));
        }
    }

    private void checkColumns(String[] columns) {
        REQUIRED.stream()
                .filter(name -> !List.of(columns).contains(name))
                .forEach(name -> faults.add("the first line has no column \"%s\"".formatted(name)));
        Arrays.stream(columns)
                .filter(name -> !COLUMNS.contains(name) && !name.startsWith(LABEL))
                .forEach(name -> faults.add("the column \"%s\" is not known%s"
                        .formatted(
                                name,
                                Spelling.nearest(name, COLUMNS)
                                        .map("; did you mean %s?"::formatted)
                                        .orElse("; known are %s, and %sKEY for labels"
                                                .formatted(String.join(", ", COLUMNS), LABEL)))));
    }

    /// @param number of the row, as an editor counts where no row is empty
    private Optional<ListedServer> server(int number, String[] columns, String[] cells) {
        if (cells.length > columns.length) {
            faults.add("row %d has %d cells, and the first line names %d columns"
                    .formatted(number, cells.length, columns.length));
            return Optional.empty();
        }
        var row = new LinkedHashMap<String, String>();
        for (var i = 0; i < cells.length; i++) {
            if (!cells[i].isEmpty()) {
                row.put(columns[i], cells[i]);
            }
        }
        try {
            return Optional.of(server(row));
        } catch (IllegalArgumentException e) {
            faults.add("row %d: %s".formatted(number, e.getMessage()));
            return Optional.empty();
        }
    }

    private static ListedServer server(Map<String, String> row) {
        var labels = new LinkedHashMap<String, String>();
        row.forEach((column, cell) -> {
            if (column.startsWith(LABEL)) {
                labels.put(column.substring(LABEL.length()), cell);
            }
        });
        return new ListedServer(
                cell(row, "name").orElseThrow(() -> new IllegalArgumentException("name is empty")),
                uri(row, "source"),
                uri(row, "target"),
                reference(row, "source_password"),
                reference(row, "target_password"),
                cell(row, "databases")
                        .map(names -> List.of(names.split("[ ;]+", -1)))
                        .orElse(List.of()),
                cell(row, "wave"),
                labels);
    }

    private static Optional<String> cell(Map<String, String> row, String column) {
        return Optional.ofNullable(row.get(column));
    }

    private static PostgresUri uri(Map<String, String> row, String column) {
        var text = cell(row, column).orElseThrow(() -> new IllegalArgumentException(column + " is empty"));
        var uri = uri(column, text);
        if (uri.password().isPresent()) {
            throw new IllegalArgumentException(
                    "%s has a password in clear text; name a reference in the column %s_password (env:NAME, file:/path, keyvault:ID)"
                            .formatted(column, column));
        }
        if (!uri.tls().equals(TlsParameters.NONE)) {
            throw new IllegalArgumentException(
                    "%s: certificates and channel binding are said in the fleet file (tls), not in the list"
                            .formatted(column));
        }
        return uri;
    }

    private static PostgresUri uri(String column, String text) {
        try {
            return PostgresUri.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("%s: %s".formatted(column, e.getMessage()));
        }
    }

    private static Optional<String> reference(Map<String, String> row, String column) {
        return cell(row, column).map(text -> {
            try {
                return SecretRef.parse(text).text();
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("%s: %s".formatted(column, e.getMessage()));
            }
        });
    }
}
