package dev.pgconvoy.launcher.stack.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The programs put before a command, where Linux has them: `setsid` keeps the terminal's Ctrl-C from it
/// (the launcher decides), `setpriv` signals it when the launcher dies, and `unshare` lets PostgreSQL run
/// for root, which it refuses to be.
///
/// @param setsid empty where the program is missing
/// @param setpriv likewise
/// @param notRoot likewise, and where we are not root
record ProcessWrapper(List<String> setsid, List<String> setpriv, List<String> notRoot) {

    private static final ProcessWrapper HERE = detect();

    static ProcessWrapper here() {
        return HERE;
    }

    List<String> around(List<String> command, StopSignal atDeath, boolean refusesRoot) {
        var line = new ArrayList<>(setsid);
        if (refusesRoot) {
            line.addAll(notRoot);
        }
        if (!setpriv.isEmpty()) {
            line.addAll(setpriv);
            line.add(atDeath.name());
        }
        line.addAll(command);
        return List.copyOf(line);
    }

    private static ProcessWrapper detect() {
        return new ProcessWrapper(
                ifWorking(List.of("setsid"), List.of()),
                ifWorking(List.of("setpriv", "--pdeathsig"), List.of("TERM")),
                isRoot() ? ifWorking(List.of("unshare", "--user"), List.of()) : List.of());
    }

    private static boolean isRoot() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static List<String> ifWorking(List<String> prefix, List<String> rest) {
        var trial = new ArrayList<>(prefix);
        trial.addAll(rest);
        trial.add("true");
        try {
            var process = new ProcessBuilder(trial)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(5, TimeUnit.SECONDS) && process.exitValue() == 0 ? prefix : List.of();
        } catch (IOException e) {
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }
}
