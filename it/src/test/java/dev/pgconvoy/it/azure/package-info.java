/// Migrations that Azure's own interface is asked for. One installation stands for Azure. Maven takes these tests before
/// those of the package above, because they take longer than each of them.
@NullMarked
package dev.pgconvoy.it.azure;

import org.jspecify.annotations.NullMarked;
