/// The AOT caches of the JDK: what a JVM of the stack has loaded, linked and profiled in a training run, so that
/// its next start finds it ready. A start never depends on them.
@NullMarked
package dev.pgconvoy.launcher.stack.aot;

import org.jspecify.annotations.NullMarked;
