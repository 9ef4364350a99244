/// The subcommands of ./pgconvoy fleet.
@NullMarked
package dev.pgconvoy.launcher.command.fleet;

import org.jspecify.annotations.NullMarked;
