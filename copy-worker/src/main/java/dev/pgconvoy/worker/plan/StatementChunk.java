package dev.pgconvoy.worker.plan;

import dev.pgconvoy.copy.Work.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Statements for one transaction: few enough for the locks that a server has by default, and for the memory that their
/// refusals need. What runs in somebody else's name stays together, so that no transaction ends in it.
///
/// @param from the place of the first one among all
public record StatementChunk(int from, List<Statement> statements) {

    static final int MOST = 500;

    private static final String BEGIN = "SET SESSION AUTHORIZATION ";
    private static final String END = "RESET SESSION AUTHORIZATION";

    public static List<StatementChunk> of(List<Statement> all) {
        var chunks = new ArrayList<StatementChunk>();
        var from = 0;
        var isSomebodyElse = false;
        for (var next = 0; next < all.size(); next++) {
            if (next - from >= MOST && !isSomebodyElse) {
                chunks.add(new StatementChunk(from, all.subList(from, next)));
                from = next;
            }
            var sql = all.get(next).sql();
            isSomebodyElse = beginsInNameOfAnother(sql) || isSomebodyElse && !sql.startsWith(END);
        }
        if (from < all.size()) {
            chunks.add(new StatementChunk(from, all.subList(from, all.size())));
        }
        return chunks;
    }

    public static boolean beginsInNameOfAnother(String sql) {
        return sql.startsWith(BEGIN);
    }

    /// What is to run in the name of another role, by its index.
    ///
    /// @param begin the index of the statement that takes the name
    public static List<Integer> inNameOfAnother(List<Statement> all, int begin) {
        return IntStream.range(begin + 1, all.size())
                .takeWhile(next -> !all.get(next).sql().startsWith(END))
                .boxed()
                .toList();
    }
}
