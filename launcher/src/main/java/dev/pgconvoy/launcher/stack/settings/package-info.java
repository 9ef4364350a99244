/// What a caller says about the parts of a stack before they start: broker, servers and services, their ports
/// and the broker's login. Nothing here starts a process.
@NullMarked
package dev.pgconvoy.launcher.stack.settings;

import org.jspecify.annotations.NullMarked;
