/// `pgconvoy limit`: how fast all workers together copy, changed while migrations run.
@NullMarked
package dev.pgconvoy.launcher.command.limit;

import org.jspecify.annotations.NullMarked;
