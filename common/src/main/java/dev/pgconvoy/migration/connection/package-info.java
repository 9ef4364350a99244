/// How a connection to a server is secured: SSL mode, certificates, channel binding.
@NullMarked
package dev.pgconvoy.migration.connection;

import org.jspecify.annotations.NullMarked;
