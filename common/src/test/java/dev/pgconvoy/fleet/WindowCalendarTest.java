package dev.pgconvoy.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.fleet.MigrationWindow.OnClose;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowCalendarTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static MigrationWindow window(String cron, Duration duration) {
        return new MigrationWindow("night", cron, BERLIN, duration, OnClose.DRAIN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 |\n6", "a b c d e", "99 * * * *", "* * *"})
    void what_is_no_cron_expression_is_a_fault(String cron) {
        assertThat(WindowCalendar.fault(window(cron, Duration.ofHours(8))))
                .get()
                .asString()
                .contains("cannot be read");
    }

    @Test
    void one_that_no_day_fits_never_opens() {
        assertThat(WindowCalendar.fault(window("0 22 30 2 *", Duration.ofHours(8))))
                .get()
                .asString()
                .contains("never opens");
    }

    @Test
    void it_opens_by_the_clocks_of_its_zone_also_in_the_night_in_which_they_change() {
        var saturday = window("0 22 * * 6", Duration.ofHours(8));

        var opening = new WindowCalendar(saturday)
                .at(Instant.parse("2026-10-24T12:00:00Z"))
                .orElseThrow();

        assertThat(opening.from()).isEqualTo(Instant.parse("2026-10-24T20:00:00Z"));
        assertThat(opening.until()).isEqualTo(Instant.parse("2026-10-25T04:00:00Z"));
    }

    @Test
    void it_opens_also_at_a_time_that_the_clocks_leave_out() {
        var calendar = new WindowCalendar(window("30 2 * * *", Duration.ofHours(3)));
        var open = new WindowCalendar.Opening(
                Instant.parse("2026-03-29T01:30:00Z"), Instant.parse("2026-03-29T04:30:00Z"));

        assertThat(calendar.at(Instant.parse("2026-03-28T12:00:00Z"))).hasValue(open);
        assertThat(calendar.at(Instant.parse("2026-03-29T01:15:00Z"))).hasValue(open);
        assertThat(calendar.at(Instant.parse("2026-03-29T04:29:59Z"))).hasValue(open);
        assertThat(calendar.at(Instant.parse("2026-03-29T04:30:00Z"))
                        .orElseThrow()
                        .from())
                .isEqualTo(Instant.parse("2026-03-30T00:30:00Z"));
    }

    @Test
    void once_a_year_may_be_such_a_time() {
        var calendar = new WindowCalendar(window("30 2 29 3 *", Duration.ofHours(3)));

        assertThat(calendar.at(Instant.parse("2026-03-28T12:00:00Z"))
                        .orElseThrow()
                        .from())
                .isEqualTo(Instant.parse("2026-03-29T01:30:00Z"));
    }

    @Test
    void openings_of_a_night_in_which_clocks_are_put_forward_do_not_double() {
        var calendar = new WindowCalendar(window("0,30 * * * *", Duration.ofMinutes(10)));

        assertThat(calendar.at(Instant.parse("2026-03-29T00:45:00Z"))
                        .orElseThrow()
                        .from())
                .isEqualTo(Instant.parse("2026-03-29T01:00:00Z"));
        assertThat(calendar.at(Instant.parse("2026-03-29T01:15:00Z"))
                        .orElseThrow()
                        .from())
                .isEqualTo(Instant.parse("2026-03-29T01:30:00Z"));
        assertThat(calendar.at(Instant.parse("2026-03-29T01:45:00Z"))
                        .orElseThrow()
                        .from())
                .isEqualTo(Instant.parse("2026-03-29T02:00:00Z"));
    }
}
