package dev.pgconvoy.launcher.command;

import dev.pgconvoy.launcher.command.flags.DataFlag;
import dev.pgconvoy.launcher.command.session.CommandSession;
import dev.pgconvoy.launcher.embedded.RestAccess;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "login",
        description = "Prints a link that lets one browser into the installation that up runs. It counts once.")
final class LoginCommand implements Callable<Integer> {

    private final CommandSession session;

    @Mixin
    private final DataFlag data = new DataFlag();

    LoginCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        session.out().println(RestAccess.of(data.folder(session)).loginLink());
        session.out().flush();
        return 0;
    }
}
