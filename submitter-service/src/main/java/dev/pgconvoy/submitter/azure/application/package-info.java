/// Brings one migration into Azure, however often it must be tried.
@NullMarked
package dev.pgconvoy.submitter.azure.application;

import org.jspecify.annotations.NullMarked;
