/// Carries decisions out: asks the executor of a migration how it is handed over, and says the rest as events.
@NullMarked
package dev.pgconvoy.submitter.application;

import org.jspecify.annotations.NullMarked;
