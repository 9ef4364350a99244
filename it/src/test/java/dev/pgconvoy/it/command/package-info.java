/// `./pgconvoy` as a script would use it: a process with arguments, output and an exit code.
@NullMarked
package dev.pgconvoy.it.command;

import org.jspecify.annotations.NullMarked;
