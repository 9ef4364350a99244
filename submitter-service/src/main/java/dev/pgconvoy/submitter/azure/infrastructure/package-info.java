/// Azure Resource Manager through Azure's SDK, the settings, the start and the end.
@NullMarked
package dev.pgconvoy.submitter.azure.infrastructure;

import org.jspecify.annotations.NullMarked;
