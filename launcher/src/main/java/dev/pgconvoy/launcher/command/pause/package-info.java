/// `pgconvoy pause` and `pgconvoy resume`: a running migration rests, and goes on in
/// the same snapshot.
@NullMarked
package dev.pgconvoy.launcher.command.pause;

import org.jspecify.annotations.NullMarked;
