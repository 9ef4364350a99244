/// What runs in the JVM of an embedded broker.
@NullMarked
package dev.pgconvoy.launcher.stack.broker;

import org.jspecify.annotations.NullMarked;
