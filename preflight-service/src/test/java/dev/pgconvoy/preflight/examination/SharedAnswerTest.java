package dev.pgconvoy.preflight.examination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SharedAnswerTest {

    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void all_who_need_an_answer_at_once_get_the_one_of_the_first_question() throws Exception {
        // given
        var everybodyIsThere = new CountDownLatch(4);
        var answer = new SharedAnswer<>(asked::incrementAndGet);

        // when
        try (var checks = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = IntStream.range(0, 4)
                    .mapToObj(_ -> checks.submit(() -> {
                        everybodyIsThere.countDown();
                        everybodyIsThere.await();
                        return answer.get();
                    }))
                    .toList();

            // then
            for (var one : answers) {
                assertThat(one.get()).isEqualTo(1);
            }
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void nothing_is_asked_that_nobody_needs() {
        // when
        var _ = new SharedAnswer<>(asked::incrementAndGet);

        // then
        assertThat(asked).hasValue(0);
    }

    @Test
    void a_refusal_is_no_answer() throws SQLException {
        // given
        var answer = new SharedAnswer<>(() -> {
            if (asked.incrementAndGet() == 1) {
                throw new SQLException("canceling statement due to statement timeout", "57014");
            }
            return "an answer";
        });

        // when
        assertThatThrownBy(answer::get).isInstanceOf(SQLException.class);

        // then
        assertThat(answer.get()).isEqualTo("an answer");
    }
}
