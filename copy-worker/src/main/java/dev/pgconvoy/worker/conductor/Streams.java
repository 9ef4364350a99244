package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.migration.MigrationRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;

/// How many streams of one table can run at once and gain something by it: as many as the request has jobs. When both
/// servers share this machine, a stream needs two of its processors: one for each server.
final class Streams {

    private Streams() {}

    static int useful(MigrationRequest request) {
        var jobs = request.options().jobs();
        return isHere(request.source().host()) && isHere(request.target().host())
                ? Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, jobs)
                : jobs;
    }

    private static boolean isHere(String host) {
        try {
            var address = InetAddress.getByName(host);
            return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (IOException _) {
            return false;
        }
    }
}
