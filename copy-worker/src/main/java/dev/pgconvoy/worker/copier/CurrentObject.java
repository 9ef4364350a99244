package dev.pgconvoy.worker.copier;

import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.SqlFailures;
import dev.pgconvoy.secret.ServerSide;
import java.sql.SQLException;
import java.util.regex.Pattern;

/// What the work is busy with; read when it fails.
final class CurrentObject {

    private static final Pattern KIND =
            Pattern.compile("\\b(?:CREATE|ALTER|ANALYZE|CLUSTER|REFRESH)\\b(?: [A-Z]+\\b){0,3}");

    private String object;
    private String refused = "";

    CurrentObject(String object) {
        this.object = object;
    }

    void on(String next) {
        object = next;
        refused = "";
    }

    /// A server that refuses to read it.
    void blame(ServerSide side) {
        refused = "The %s refused to read it".formatted(side);
    }

    /// A statement that makes the object.
    void on(String next, String sql) {
        object = next;
        var words = KIND.matcher(sql);
        refused = words.find() ? "The target refused its " + words.group() : "";
    }

    String object() {
        return object;
    }

    /// Names the object, and which server refused what for good.
    Failure failure(SQLException e) {
        var failure = SqlFailures.classify(e, object);
        return refused.isEmpty() || failure.code().retryable()
                ? failure
                : new Failure(
                        failure.code(),
                        failure.object(),
                        "%s: %s".formatted(refused, failure.message()),
                        failure.remedy());
    }
}
