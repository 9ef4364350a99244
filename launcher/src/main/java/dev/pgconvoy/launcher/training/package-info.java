/// The training run: a small migration by a launcher and a stack of its own, whose JVMs record what they load, and
/// the making of the AOT caches from that. It runs in the build or behind the first command, never before one.
@NullMarked
package dev.pgconvoy.launcher.training;

import org.jspecify.annotations.NullMarked;
