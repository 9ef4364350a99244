package dev.pgconvoy.launcher.view;

import dev.pgconvoy.migration.MigrationStatus;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/// Redraws the view of one migration in place.
final class TerminalBars implements ProgressOutput {

    private final TerminalFrame frame;
    private final Supplier<ProgressView> view;
    private Optional<MigrationStatus> status = Optional.empty();

    /// @param view of the screen as it is now
    TerminalBars(PrintStream out, Supplier<ProgressView> view) {
        this.frame = new TerminalFrame(out);
        this.view = view;
    }

    @Override
    public void show(MigrationStatus latest, Instant now) {
        status = Optional.of(latest);
        tick(now);
    }

    @Override
    public void tick(Instant now) {
        status.ifPresent(current -> {
            var end = current.isFinal() ? current.changedAt() : now;
            frame.draw(view.get().lines(current, Duration.between(current.requestedAt(), end)));
        });
    }

    @Override
    public void note(String text) {
        frame.note(text);
    }
}
