package dev.pgconvoy.fleet;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;
import java.util.stream.Stream;

/// When a window is open.
public final class WindowCalendar {

    private static final CronParser PARSER = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

    /// Where a search for windows begins that are to be found at all.
    private static final Instant ANY_TIME = Instant.parse("2026-01-01T00:00:00Z");

    /// Longer than any change of the clocks.
    private static final Duration LONGEST_CHANGE = Duration.ofDays(1);

    /// Where no other opening bounds it.
    private static final Duration LONGEST_SEARCH = Duration.ofDays(366);

    private final MigrationWindow window;
    private final ExecutionTime openings;

    /// @throws IllegalArgumentException when the cron expression cannot be read
    public WindowCalendar(MigrationWindow window) {
        this.window = window;
        this.openings = ExecutionTime.forCron(parse(window.cron()));
    }

    private static Cron parse(String text) {
        try {
            return PARSER.parse(text);
        } catch (IndexOutOfBoundsException | NullPointerException e) { // of text that the parser does not expect
            throw new IllegalArgumentException("it is none", e);
        }
    }

    /// @param from inclusive
    /// @param until exclusive
    public record Opening(Instant from, Instant until) {

        public boolean contains(Instant time) {
            return !time.isBefore(from) && time.isBefore(until);
        }

        public Duration leftAt(Instant time) {
            return Duration.between(time, until);
        }
    }

    /// Why the window never opens; empty when it does.
    static Optional<String> fault(MigrationWindow window) {
        try {
            return new WindowCalendar(window).next(ANY_TIME).isPresent()
                    ? Optional.empty()
                    : Optional.of("the window \"%s\" never opens: no day fits the cron expression \"%s\""
                            .formatted(window.name(), window.cron()));
        } catch (IllegalArgumentException e) {
            return Optional.of(
                    "the cron expression \"%s\" cannot be read (minute hour day-of-month month day-of-week): %s"
                            .formatted(window.cron(), e.getMessage()));
        }
    }

    /// The opening that contains the time, or else the next one. Openings that overlap are one.
    ///
    /// @return empty when the window never opens again
    public Optional<Opening> at(Instant time) {
        var running =
                lastBefore(time).filter(start -> start.plus(window.duration()).isAfter(time));
        return running.or(() -> next(time)).map(start -> new Opening(start, endOf(start)));
    }

    private Optional<Instant> lastBefore(Instant time) {
        var known = openings.lastExecution(time.plusSeconds(1).atZone(window.timeZone()))
                .map(ZonedDateTime::toInstant);
        return Stream.concat(known.stream(), leftOut(known.orElse(time.minus(LONGEST_SEARCH)), time))
                .filter(start -> !start.isAfter(time))
                .max(Instant::compareTo);
    }

    private Optional<Instant> next(Instant time) {
        var known = openings.nextExecution(time.minusSeconds(1).atZone(window.timeZone()))
                .map(ZonedDateTime::toInstant);
        return Stream.concat(
                        known.stream(), leftOut(time.minus(LONGEST_CHANGE), known.orElse(time.plus(LONGEST_SEARCH))))
                .filter(start -> !start.isBefore(time))
                .min(Instant::compareTo);
    }

    /// Openings at a time that the clocks leave out when they are put forward, at which the
    /// library knows none. They come when they would have come without the change.
    ///
    /// @param after the clocks are changed after that, and not later than `until`
    private Stream<Instant> leftOut(Instant after, Instant until) {
        return Stream.iterate(
                        changeAfter(after),
                        Optional::isPresent,
                        change -> change.flatMap(one -> changeAfter(one.getInstant())))
                .flatMap(Optional::stream)
                .takeWhile(change -> !change.getInstant().isAfter(until))
                .filter(ZoneOffsetTransition::isGap)
                .flatMap(this::leftOutBy);
    }

    private Optional<ZoneOffsetTransition> changeAfter(Instant time) {
        return Optional.ofNullable(window.timeZone().getRules().nextTransition(time));
    }

    private Stream<Instant> leftOutBy(ZoneOffsetTransition change) {
        return Stream.iterate(
                        nextByTheClock(change.getDateTimeBefore().minusSeconds(1)),
                        start ->
                                start.filter(change.getDateTimeAfter()::isAfter).isPresent(),
                        start -> start.flatMap(this::nextByTheClock))
                .flatMap(Optional::stream)
                .map(start -> start.toInstant(change.getOffsetBefore()));
    }

    /// As if clocks never changed.
    private Optional<LocalDateTime> nextByTheClock(LocalDateTime time) {
        return openings.nextExecution(time.atZone(ZoneOffset.UTC)).map(ZonedDateTime::toLocalDateTime);
    }

    /// Also of those that begin before it ends.
    private Instant endOf(Instant start) {
        var end = start.plus(window.duration());
        for (var i = 0; i < MOST_JOINED; i++) {
            var following = next(start.plusSeconds(1));
            if (following.isEmpty() || following.get().isAfter(end)) {
                return end;
            }
            start = following.get();
            end = start.plus(window.duration());
        }
        return end;
    }

    /// A window that is always open is asked again where this many openings end.
    private static final int MOST_JOINED = 100;
}
