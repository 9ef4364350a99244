/// What every subcommand is given by the shell it runs in: streams, environment, passwords and interrupts.
@NullMarked
package dev.pgconvoy.launcher.command.session;

import org.jspecify.annotations.NullMarked;
