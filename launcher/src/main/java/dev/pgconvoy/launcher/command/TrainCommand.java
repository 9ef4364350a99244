package dev.pgconvoy.launcher.command;

import dev.pgconvoy.launcher.command.session.CommandSession;
import dev.pgconvoy.launcher.stack.StackDistribution;
import dev.pgconvoy.launcher.training.BackgroundTraining;
import dev.pgconvoy.launcher.training.CacheTraining;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = BackgroundTraining.COMMAND,
        hidden = true,
        description = "Makes the AOT caches with which the next commands start faster. `./pgconvoy build` runs it.")
final class TrainCommand implements Callable<Integer> {

    private final CommandSession session;

    TrainCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        new CacheTraining(StackDistribution.current(), session::say).run();
        return 0;
    }
}
