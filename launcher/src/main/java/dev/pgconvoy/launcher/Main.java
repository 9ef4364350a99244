package dev.pgconvoy.launcher;

import dev.pgconvoy.launcher.command.CommandTree;
import dev.pgconvoy.launcher.command.session.CommandSession;
import dev.pgconvoy.launcher.view.TerminalScreen;
import java.time.Clock;
import java.util.logging.Level;
import java.util.logging.LogManager;

/// Runs one command.
public final class Main {

    private Main() {}

    static void main(String[] arguments) {
        quieten();
        var session = new CommandSession(
                System::getenv, Clock.systemUTC(), System.out, System.err, TerminalScreen.isTerminal());
        System.exit(CommandTree.of(session).execute(arguments));
    }

    /// The Kafka clients' log is for services; here each error becomes a sentence.
    private static void quieten() {
        if (System.getenv("PGCONVOY_DEBUG") == null) {
            LogManager.getLogManager().getLogger("").setLevel(Level.OFF);
        }
    }
}
