package dev.pgconvoy.worker.copier;

import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.SqlFailures;
import java.sql.SQLException;
import java.util.regex.Pattern;

/// What the work is busy with; read when it fails.
final class CurrentObject {

    private static final Pattern KIND =
            Pattern.compile("\\b(?:CREATE|ALTER|ANALYZE|CLUSTER|REFRESH)\\b(?: [A-Z]+\\b){0,3}");

    private String object;
    private String kind = "";

    CurrentObject(String object) {
        this.object = object;
    }

    void on(String next) {
        object = next;
        kind = "";
    }

    /// A statement that makes the object.
    void on(String next, String sql) {
        object = next;
        var words = KIND.matcher(sql);
        kind = words.find() ? words.group() : "";
    }

    String object() {
        return object;
    }

    /// Names the object, and the kind of statement that the target refuses for good.
    Failure failure(SQLException e) {
        var failure = SqlFailures.classify(e, object);
        return kind.isEmpty() || failure.code().retryable()
                ? failure
                : new Failure(
                        failure.code(),
                        failure.object(),
                        "The target refused its %s: %s".formatted(kind, failure.message()),
                        failure.remedy());
    }
}
