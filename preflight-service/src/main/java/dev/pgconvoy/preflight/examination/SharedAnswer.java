package dev.pgconvoy.preflight.examination;

import java.sql.SQLException;
import java.util.Optional;

/// What several checks ask alike: the first one that needs the answer asks, the
/// others wait for it and take the same. When the server refuses to answer, each of
/// them asks for itself.
final class SharedAnswer<T> {

    interface Question<T> {
        T ask() throws SQLException;
    }

    private final Question<T> question;
    private Optional<T> answer = Optional.empty();

    SharedAnswer(Question<T> question) {
        this.question = question;
    }

    synchronized T get() throws SQLException {
        if (answer.isEmpty()) {
            answer = Optional.of(question.ask());
        }
        return answer.get();
    }
}
