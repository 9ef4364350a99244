/// Looks for passwords and values of rows wherever a migration could leave them.
@NullMarked
package dev.pgconvoy.it.leaks;

import org.jspecify.annotations.NullMarked;
