/// Migrations that Azure's own interface is asked for; one installation stands for Azure. Maven
/// takes these tests before those of the package above: they take longer than any of them.
@NullMarked
package dev.pgconvoy.it.azure;

import org.jspecify.annotations.NullMarked;
