/// How the command ends: its exit codes, and the exception that carries one with a sentence for the user.
@NullMarked
package dev.pgconvoy.launcher.exit;

import org.jspecify.annotations.NullMarked;
