/// The sample database that `demo` moves: a shipping company whose schema has one of nearly everything PostgreSQL can
/// hold.
@NullMarked
package dev.pgconvoy.launcher.sample;

import org.jspecify.annotations.NullMarked;
