/// Takes what was submitted to Azure, many at a time, and forgets a record only when what came of it is known to all.
@NullMarked
package dev.pgconvoy.submitter.azure.messaging;

import org.jspecify.annotations.NullMarked;
