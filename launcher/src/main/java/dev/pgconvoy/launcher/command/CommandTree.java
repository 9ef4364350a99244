package dev.pgconvoy.launcher.command;

import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.launcher.command.fleet.FleetCommand;
import dev.pgconvoy.launcher.command.limit.LimitCommand;
import dev.pgconvoy.launcher.command.pause.PauseCommand;
import dev.pgconvoy.launcher.command.pause.ResumeCommand;
import dev.pgconvoy.launcher.command.session.CommandSession;
import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.launcher.exit.ExitCode;
import dev.pgconvoy.launcher.exit.FailureReasons;
import dev.pgconvoy.launcher.exit.PasswordRedaction;
import dev.pgconvoy.launcher.request.ByteSize;
import dev.pgconvoy.launcher.stack.process.StackException;
import dev.pgconvoy.migration.ExecutorKind;
import dev.pgconvoy.migration.InvalidData;
import dev.pgconvoy.migration.MigrationOption;
import dev.pgconvoy.migration.VerifyMode;
import dev.pgconvoy.migration.connection.ChannelBinding;
import dev.pgconvoy.migration.connection.SslMode;
import java.io.PrintWriter;
import java.util.function.Function;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/// All commands, and what happens when one cannot do what was asked: one sentence and an exit code.
public final class CommandTree {

    private static final int WIDEST_USAGE = 120;

    private CommandTree() {}

    public static CommandLine of(CommandSession session) {
        var line = new CommandLine(new RootCommand());
        line.addSubcommand(new DemoCommand(session))
                .addSubcommand(new UpCommand(session))
                .addSubcommand(new MigrateCommand(session))
                .addSubcommand(new ValidateCommand(session))
                .addSubcommand(new VerifyCommand(session))
                .addSubcommand(RequestCommand.line(session))
                .addSubcommand(new WatchCommand(session))
                .addSubcommand(new EventsCommand(session))
                .addSubcommand(new CancelCommand(session))
                .addSubcommand(new PauseCommand(session))
                .addSubcommand(new ResumeCommand(session))
                .addSubcommand(new ReportCommand(session))
                .addSubcommand(
                        new CommandLine(new SealKeyCommand(session)).addSubcommand(new RotateSealKeyCommand(session)))
                .addSubcommand(FleetCommand.line(session))
                .addSubcommand(new LimitCommand(session))
                .addSubcommand(new LoginCommand(session))
                .addSubcommand(new TrainCommand(session))
                .addSubcommand(new CommandLine.HelpCommand())
                .registerConverter(MigrationOption.class, converter(MigrationOption::parse))
                .registerConverter(VerifyMode.class, converter(VerifyMode::parse))
                .registerConverter(ExecutorKind.class, converter(ExecutorKind::parse))
                .registerConverter(SslMode.class, converter(SslMode::parse))
                .registerConverter(ChannelBinding.class, converter(ChannelBinding::parse))
                .registerConverter(InvalidData.class, converter(InvalidData::parse))
                .registerConverter(ByteSize.class, converter(ByteSize::parse))
                .setOut(new PrintWriter(session.out(), true, session.out().charset()))
                .setErr(new PrintWriter(session.err(), true, session.err().charset()))
                .setUsageHelpWidth(WIDEST_USAGE)
                .setUsageHelpAutoWidth(true)
                .setAbbreviatedOptionsAllowed(false)
                .setParameterExceptionHandler((e, _) -> misused(session, e))
                .setExecutionExceptionHandler((e, command, _) -> failed(session, e, command));
        return line;
    }

    private static <T> ITypeConverter<T> converter(Function<String, T> parse) {
        return text -> {
            try {
                return parse.apply(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        };
    }

    private static int misused(CommandSession session, ParameterException e) {
        session.say(PasswordRedaction.of(String.valueOf(e.getMessage()) + MisspeltArguments.meant(e)));
        hint(session, e.getCommandLine());
        return e.getCommandLine().getCommandSpec().exitCodeOnInvalidInput();
    }

    private static void hint(CommandSession session, CommandLine command) {
        session.err()
                .println("See: %s --help".formatted(command.getCommandSpec().qualifiedName()));
    }

    private static int failed(CommandSession session, Exception e, CommandLine command) {
        if (session.variable("PGCONVOY_DEBUG").isPresent()) {
            e.printStackTrace(session.err());
        }
        session.say(PasswordRedaction.of(sentence(e)));
        var code = e instanceof CommandException known ? known.code() : ExitCode.UNUSABLE;
        if (code == ExitCode.USAGE) {
            hint(session, command);
            return command.getCommandSpec().exitCodeOnInvalidInput();
        }
        return code.number();
    }

    private static String sentence(Exception e) {
        return switch (e) {
            case CommandException _, StackException _ -> String.valueOf(e.getMessage());
            case MigrationException failed -> failed.failure().sentence();
            case TopicAuthorizationException denied ->
                "The brokers do not allow this user to use the topic %s. Grant it the rights of pgconvoy-requester in docs/security/acls.md, or name another user's settings with --command-config."
                        .formatted(String.join(", ", denied.unauthorizedTopics()));
            default ->
                "Something went wrong that should not: %s. Set PGCONVOY_DEBUG=1 to see where."
                        .formatted(FailureReasons.of(e));
        };
    }
}
