/// The rule of admission: one active migration per target server, the others wait in a bounded queue. Pure values and
/// functions; a fact that changes nothing returns the same queue.
@NullMarked
package dev.pgconvoy.submitter.model;

import org.jspecify.annotations.NullMarked;
