/// Groups of options that several subcommands share, each with the part of the request that it makes.
@NullMarked
package dev.pgconvoy.launcher.command.flags;

import org.jspecify.annotations.NullMarked;
