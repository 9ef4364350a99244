/// The ./pgconvoy command.
@NullMarked
package dev.pgconvoy.launcher;

import org.jspecify.annotations.NullMarked;
