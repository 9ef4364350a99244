/// Writes a first fleet file from a list of servers, with what the servers say of themselves as comments.
@NullMarked
package dev.pgconvoy.launcher.fleet.init;

import org.jspecify.annotations.NullMarked;
