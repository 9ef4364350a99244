package dev.pgconvoy.launcher.view;

import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.migration.MigrationStatus;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// One status per line, as JSON; nothing else goes to standard output.
final class JsonLines implements ProgressOutput {

    private final PrintStream out;
    private final PrintStream err;

    JsonLines(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public void show(MigrationStatus status, Instant now) {
        out.println(new String(EventJson.write(status.withoutPasswords()), StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public void tick(Instant now) {
        // Machines have clocks.
    }

    @Override
    public void note(String text) {
        err.println(text);
    }
}
