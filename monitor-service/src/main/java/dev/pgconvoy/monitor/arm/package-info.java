/// Azure Resource Manager's interface: migrations, the servers they go to and deployments of templates made of them, as
/// Azure answers, so that its SDK, its command line and templates drive our own workers. Behind it are the same events
/// and the same states as everywhere; passwords are sealed at once and never shown.
@NullMarked
package dev.pgconvoy.monitor.arm;

import org.jspecify.annotations.NullMarked;
