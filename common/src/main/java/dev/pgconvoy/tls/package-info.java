/// How both ends of an encrypted link to a PostgreSQL server prove who they are: trusted roots, certificates, keys, and
/// what is said when the proof fails.
@NullMarked
package dev.pgconvoy.tls;

import org.jspecify.annotations.NullMarked;
