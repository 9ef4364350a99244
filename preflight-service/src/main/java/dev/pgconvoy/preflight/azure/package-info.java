/// What can be known of a migration to Azure without a connection to a database: whether Azure's template takes the
/// request, and what Azure Resource Manager says of the target. Azure validates what Azure moves, from its own network.
@NullMarked
package dev.pgconvoy.preflight.azure;

import org.jspecify.annotations.NullMarked;
