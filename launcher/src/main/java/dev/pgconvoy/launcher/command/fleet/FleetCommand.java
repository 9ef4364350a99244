package dev.pgconvoy.launcher.command.fleet;

import dev.pgconvoy.launcher.command.session.CommandSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "fleet",
        description = {
            "Moves many servers as one plan, in waves: docs/fleet.md goes through it.",
            "All but init and validate are for a running installation."
        })
public final class FleetCommand implements Runnable {

    @Spec
    private @Nullable CommandSpec spec;

    private FleetCommand() {}

    public static CommandLine line(CommandSession session) {
        return new CommandLine(new FleetCommand())
                .addSubcommand(new FleetInitCommand(session))
                .addSubcommand(new FleetValidateCommand(session))
                .addSubcommand(new FleetCheckCommand(session))
                .addSubcommand(new FleetRehearseCommand(session))
                .addSubcommand(new FleetPlanCommand(session))
                .addSubcommand(new FleetApplyCommand(session))
                .addSubcommand(new FleetStatusCommand(session))
                .addSubcommand(new FleetApproveCommand(session))
                .addSubcommand(new FleetPauseCommand(session))
                .addSubcommand(new FleetResumeCommand(session))
                .addSubcommand(new FleetCancelCommand(session))
                .addSubcommand(new FleetRetryCommand(session))
                .addSubcommand(new FleetDeleteCommand(session))
                .addSubcommand(new FleetReportCommand(session));
    }

    @Override
    public void run() {
        if (spec != null) {
            throw new ParameterException(spec.commandLine(), "Say what to do with the fleet: a command is missing.");
        }
    }
}
