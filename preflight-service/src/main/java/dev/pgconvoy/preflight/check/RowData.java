package dev.pgconvoy.preflight.check;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.failure.ServerErrorText;
import dev.pgconvoy.failure.Severity;
import dev.pgconvoy.failure.SqlFailures;
import dev.pgconvoy.migration.InvalidData;
import dev.pgconvoy.migration.filter.FilterRules;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.preflight.check.RowQuestion.Kind;
import dev.pgconvoy.preflight.examination.Check;
import dev.pgconvoy.preflight.examination.DatabaseCheck;
import dev.pgconvoy.preflight.examination.Examination;
import dev.pgconvoy.preflight.examination.NameListing;
import dev.pgconvoy.preflight.examination.ServerSession;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;

/// Reads the rows of the source (`checkData`), and finds those for which the target would
/// fail when they are copied already. Each table is read once, and once more for each
/// foreign key, each unique key and each exclusion constraint; all of them share two
/// minutes. Nothing is asked that runs code of users.
final class RowData implements Check {

    private static final Duration LONGEST = Duration.ofMinutes(2);

    /// In one statement; a server takes 1,664 results.
    private static final int MOST_TOGETHER = 500;

    private static final int MOST_STATEMENTS = 10;

    /// What was not looked at may end the migration: as many are named as a message has room for.
    private static final int MOST_NOT_KNOWN = 50;

    private static final String CANCELED = "57014";
    private static final String NOT_ALLOWED = "42501";
    /// The class of errors that no row makes.
    private static final String OUR_STATEMENT = "42";

    enum Result {
        SOUND,
        BAD,
        /// The time was up.
        NOT_KNOWN
    }

    /// @param rows that are bad; 0 where the server said something instead
    record Answer(RowQuestion question, Result result, long rows, String said) {

        static Answer counted(RowQuestion question, long rows) {
            return new Answer(question, rows == 0 ? Result.SOUND : Result.BAD, rows, "");
        }

        String told() {
            return "%s (%s)".formatted(question.object(), said.isEmpty() ? "%,d rows".formatted(rows) : said);
        }
    }

    @Override
    public String name() {
        return "row-data";
    }

    @Override
    public List<Finding> run(Examination examination) throws SQLException {
        var options = examination.request().options();
        if (!options.checksBesides().checkData()) {
            return List.of();
        }
        var end = System.nanoTime() + LONGEST.toNanos();
        var findings = new ArrayList<Finding>();
        for (var database : DatabaseCheck.reachable(examination)) {
            findings.addAll(assess(
                    database,
                    answers(examination, database, end),
                    options.copy().onInvalidData()));
        }
        return findings;
    }

    private static List<Answer> answers(Examination examination, String database, long end) throws SQLException {
        var rules = new FilterRules(examination.request().options().filters());
        try (var session = examination.source().in(database)) {
            var asked = new LinkedHashMap<TableName, List<RowQuestion>>();
            var answers = new ArrayList<Answer>();
            var keys = new ArrayList<RowQuestion>();
            for (var question : RowQuestion.of(examination, session)) {
                var table = question.table();
                if (!rules.includesTable(table.schema(), table.name())
                        || rules.excludesData(table.schema(), table.name())) {
                    continue;
                }
                if (question.callsUsers()) {
                    answers.add(new Answer(question, Result.NOT_KNOWN, 0, "it calls code of users"));
                } else if (question.kind() == Kind.FOREIGN_KEY) {
                    answers.addAll(ask(session, List.of(question), end));
                } else if (question.comparesRows()) {
                    keys.add(question);
                } else {
                    asked.computeIfAbsent(table, _ -> new ArrayList<>()).add(question);
                }
            }
            for (var questions : asked.values()) {
                for (var from = 0; from < questions.size(); from += MOST_TOGETHER) {
                    answers.addAll(ask(
                            session, questions.subList(from, Math.min(from + MOST_TOGETHER, questions.size())), end));
                }
            }
            // They take longest, and a damaged index is rare; pairs of rows take longest of all.
            keys.sort(Comparator.comparing(RowQuestion::kind));
            for (var key : keys) {
                answers.addAll(ask(session, List.of(key), end));
            }
            return answers;
        }
    }

    /// All in one reading of the table; where one of them fails, each in its own.
    private static List<Answer> ask(ServerSession session, List<RowQuestion> questions, long end) throws SQLException {
        if (System.nanoTime() > end) {
            return questions.stream().map(RowData::outOfTime).toList();
        }
        var first = questions.getFirst();
        var sql = "SELECT %s %s"
                .formatted(
                        questions.stream()
                                .map(question -> "count(*) FILTER (WHERE %s)".formatted(question.counted()))
                                .collect(joining(", ")),
                        first.from());
        try {
            return session.query(sql, row -> {
                        var answers = new ArrayList<Answer>();
                        for (var i = 0; i < questions.size(); i++) {
                            answers.add(Answer.counted(questions.get(i), row.getLong(i + 1)));
                        }
                        return answers;
                    })
                    .getFirst();
        } catch (SQLException e) {
            return questions.size() == 1 ? List.of(failed(first, e)) : askEach(session, questions, e, end);
        }
    }

    private static List<Answer> askEach(
            ServerSession session, List<RowQuestion> questions, SQLException together, long end) throws SQLException {
        if (CANCELED.equals(together.getSQLState())) {
            return questions.stream().map(RowData::outOfTime).toList();
        }
        var answers = new ArrayList<Answer>();
        for (var question : questions) {
            answers.addAll(ask(session, List.of(question), end));
        }
        return answers;
    }

    private static Answer outOfTime(RowQuestion question) {
        return new Answer(question, Result.NOT_KNOWN, 0, "the time was up");
    }

    /// @throws SQLException when it says nothing about the rows
    private static Answer failed(RowQuestion question, SQLException e) throws SQLException {
        var state = Objects.requireNonNullElse(e.getSQLState(), "");
        if (state.equals(CANCELED)) {
            return outOfTime(question);
        }
        if (state.equals(NOT_ALLOWED)) {
            return new Answer(question, Result.NOT_KNOWN, 0, "the source's user may not read it");
        }
        if (SqlFailures.codeOf(state).retryable()) {
            throw e;
        }
        if (state.startsWith(OUR_STATEMENT)) {
            return new Answer(question, Result.NOT_KNOWN, 0, "it cannot be asked");
        }
        return new Answer(question, Result.BAD, 0, ServerErrorText.of(e).replaceFirst("\\.$", ""));
    }

    List<Finding> assess(String database, List<Answer> answers, InvalidData onInvalidData) {
        var findings = new ArrayList<Finding>();
        answers.stream()
                .filter(answer -> answer.result == Result.BAD)
                .collect(groupingBy(answer -> answer.question.kind(), () -> new EnumMap<>(Kind.class), toList()))
                .forEach((kind, bad) -> findings.add(bad(database, kind, bad, onInvalidData)));
        var open = answers.stream()
                .filter(answer -> answer.result == Result.NOT_KNOWN)
                .toList();
        if (!open.isEmpty()) {
            findings.add(inPart(database, open));
        }
        return findings;
    }

    private Finding bad(String database, Kind kind, List<Answer> bad, InvalidData onInvalidData) {
        return Finding.of(
                name(),
                FindingCode.INVALID_ROWS,
                severity(kind, onInvalidData),
                database,
                "Rows of the source %s: %s."
                        .formatted(
                                kind.told(),
                                NameListing.of(bad.stream().map(Answer::told).toList())),
                remedy(kind, bad));
    }

    private static Severity severity(Kind kind, InvalidData onInvalidData) {
        return switch (kind) {
            case STATISTICS -> Severity.WARNING;
            case CHECK, DOMAIN, FOREIGN_KEY ->
                onInvalidData == InvalidData.NOT_VALID ? Severity.WARNING : Severity.ERROR;
            case NOT_NULL, ENCODING, VALUE, PARTITION, GENERATED, SIZE, INDEX, UNIQUE, EXCLUSION -> Severity.ERROR;
        };
    }

    private static String remedy(Kind kind, List<Answer> bad) {
        var otherwise = switch (kind) {
            case CHECK, DOMAIN, FOREIGN_KEY ->
                " Or migrate with onInvalidData not-valid (--on-invalid-data not-valid), and correct them on the target.";
            case STATISTICS -> " Or drop the statistics.";
            case INDEX -> " Or drop the index.";
            case NOT_NULL, ENCODING, VALUE, PARTITION, GENERATED, SIZE, UNIQUE, EXCLUSION -> "";
        };
        return "Correct them on the source, in this database; what shows them: %s%s"
                .formatted(statements(bad), otherwise);
    }

    private Finding inPart(String database, List<Answer> open) {
        return Finding.of(
                name(),
                FindingCode.DATA_CHECKED_IN_PART,
                Severity.INFO,
                database,
                "Not everything was checked: %s."
                        .formatted(
                                NameListing.of(open.stream().map(Answer::told).toList(), open.size(), MOST_NOT_KNOWN)),
                "To know, run on the source, in this database: " + statements(open));
    }

    private static String statements(List<Answer> answers) {
        return answers.stream()
                .limit(MOST_STATEMENTS)
                .map(answer -> answer.question.shown())
                .collect(joining(" "));
    }
}
