/// Roles and who owns what. Source roles are read, compared with the target's, and made there before any object that
/// they own; password verifiers go from session to session and nowhere else.
@NullMarked
package dev.pgconvoy.worker.roles;

import org.jspecify.annotations.NullMarked;
