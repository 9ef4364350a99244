package dev.pgconvoy.launcher.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

@Command(
        name = "pgconvoy",
        description = {
            "Moves PostgreSQL servers.",
            "Four more commands: `pgconvoy build` builds and makes starts fast, `pgconvoy test` runs the tests, `pgconvoy doctor` says what this machine lacks, `pgconvoy bench` measures (see `pgconvoy bench --help`)."
        },
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = VersionProvider.class,
        sortOptions = false)
final class RootCommand implements Runnable {

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        if (spec != null) {
            throw new ParameterException(spec.commandLine(), "Say what to do: a command is missing.");
        }
    }
}
