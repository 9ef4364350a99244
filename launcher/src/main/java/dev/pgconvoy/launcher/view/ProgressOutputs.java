package dev.pgconvoy.launcher.view;

import java.io.PrintStream;

/// Chooses how progress is shown.
public final class ProgressOutputs {

    private ProgressOutputs() {}

    public static ProgressOutput of(boolean json, boolean terminal, PrintStream out, PrintStream err) {
        if (json) {
            return new JsonLines(out, err);
        }
        var screen = new TerminalScreen();
        var glyphs = BarGlyphs.of(out.charset());
        return terminal ? new ForwardOnly(new TerminalBars(out, () -> screen.view(glyphs))) : lines(out);
    }

    /// For several migrations at once.
    public static ProgressOutput lines(PrintStream out) {
        return new ForwardOnly(new PlainLines(out));
    }
}
