/// The subcommands of ./pgconvoy: each takes its options apart and calls the packages that do the work.
@NullMarked
package dev.pgconvoy.launcher.command;

import org.jspecify.annotations.NullMarked;
