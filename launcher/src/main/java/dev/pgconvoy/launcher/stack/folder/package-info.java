/// The folder of a stack on disk: who holds it, how it is removed, and what an earlier
/// launcher left running.
@NullMarked
package dev.pgconvoy.launcher.stack.folder;

import org.jspecify.annotations.NullMarked;
