package dev.pgconvoy.bench.run;

import dev.pgconvoy.bench.result.Measurement;
import java.io.PrintStream;
import java.util.Locale;
import java.util.stream.Collectors;

/// Tells people what is going on.
public record ProgressPrinter(PrintStream out) {

    public void say(String text) {
        out.println(text);
    }

    void measured(Measurement run) {
        var parts = run.parts().entrySet().stream()
                .map(part -> String.format(Locale.ROOT, "%s %.2f", part.getKey(), part.getValue()))
                .collect(Collectors.joining("; "));
        out.println(String.format(
                Locale.ROOT,
                "  %-28s %8.2f s   CPU client %6.2f + %5.2f  source %6.2f  target %6.2f   %s",
                run.contender(),
                run.wall(),
                run.client(),
                run.others(),
                run.source(),
                run.target(),
                parts));
    }
}
