package dev.pgconvoy.launcher.view;

import java.io.PrintStream;
import java.util.List;

/// Lines that are redrawn in place: each frame is one write that overwrites the last one line by line, and an unchanged
/// frame is not written.
public final class TerminalFrame {

    private static final String TO_LINE_END = "\u001b[K";
    private static final String TO_SCREEN_END = "\u001b[J";

    private final PrintStream out;
    private List<String> shown = List.of();

    public TerminalFrame(PrintStream out) {
        this.out = out;
    }

    public void draw(List<String> lines) {
        if (lines.equals(shown)) {
            return;
        }
        var text = new StringBuilder(start());
        lines.forEach(line -> text.append(line).append(TO_LINE_END).append('\n'));
        out.print(text.append(TO_SCREEN_END));
        out.flush();
        shown = lines;
    }

    private String start() {
        return shown.isEmpty() ? "" : "\u001b[%dA\r".formatted(shown.size());
    }

    /// Writes a line that stays, above the frame.
    void note(String text) {
        out.print(start() + TO_SCREEN_END + text + "\n");
        var last = shown;
        shown = List.of();
        draw(last);
    }
}
