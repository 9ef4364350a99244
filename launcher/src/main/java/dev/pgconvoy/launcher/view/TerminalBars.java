package dev.pgconvoy.launcher.view;

import dev.pgconvoy.migration.MigrationStatus;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Redraws in place: each frame is one write that overwrites the last one line by line, and an unchanged frame is not
/// written.
final class TerminalBars implements ProgressOutput {

    private static final String TO_LINE_END = "\u001b[K";
    private static final String TO_SCREEN_END = "\u001b[J";

    private final PrintStream out;
    private final Supplier<ProgressView> view;
    private Optional<MigrationStatus> status = Optional.empty();
    private List<String> frame = List.of();

    /// @param view of the screen as it is now
    TerminalBars(PrintStream out, Supplier<ProgressView> view) {
        this.out = out;
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
            draw(view.get().lines(current, Duration.between(current.requestedAt(), end)));
        });
    }

    private void draw(List<String> lines) {
        if (lines.equals(frame)) {
            return;
        }
        var text = new StringBuilder(start());
        lines.forEach(line -> text.append(line).append(TO_LINE_END).append('\n'));
        out.print(text.append(TO_SCREEN_END));
        out.flush();
        frame = lines;
    }

    private String start() {
        return frame.isEmpty() ? "" : "\u001b[%dA\r".formatted(frame.size());
    }

    @Override
    public void note(String text) {
        out.print(start() + TO_SCREEN_END + text + "\n");
        var last = frame;
        frame = List.of();
        draw(last);
    }
}
