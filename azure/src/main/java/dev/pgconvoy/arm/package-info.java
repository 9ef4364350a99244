/// Azure Resource Manager's words: the migration template and its parameters, the few expressions that such templates
/// use, and the properties of a migration resource, with the way from all of them to a request of ours.
@NullMarked
package dev.pgconvoy.arm;

import org.jspecify.annotations.NullMarked;
