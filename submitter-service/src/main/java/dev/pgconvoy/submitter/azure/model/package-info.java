/// What is known of a deployment, what is wanted of its migration, and what came of it.
@NullMarked
package dev.pgconvoy.submitter.azure.model;

import org.jspecify.annotations.NullMarked;
