/// One process of the operating system: how it is started, wrapped so that it ends with the launcher, logged,
/// stopped, and found again after the launcher was killed; with the files that only their owner may read.
@NullMarked
package dev.pgconvoy.launcher.stack.process;

import org.jspecify.annotations.NullMarked;
